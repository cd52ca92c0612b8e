/** Replays over HTTP: asked for, watched, paused, resumed and cancelled. */
@NullMarked
package dev.colophon.ops.replay;

import org.jspecify.annotations.NullMarked;

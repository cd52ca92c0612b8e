/** Handling again what a topic holds: a range fixed at the start, at a rate, at a price known before, to be resumed. */
@NullMarked
package dev.colophon.messaging.replay;

import org.jspecify.annotations.NullMarked;

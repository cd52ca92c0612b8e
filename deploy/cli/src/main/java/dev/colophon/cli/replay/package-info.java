/** The commands that handle again what a topic holds, at a price known before. */
@NullMarked
package dev.colophon.cli.replay;

import org.jspecify.annotations.NullMarked;

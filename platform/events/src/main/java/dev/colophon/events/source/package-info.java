/** What becomes of connected sources. */
@NullMarked
package dev.colophon.events.source;

import org.jspecify.annotations.NullMarked;

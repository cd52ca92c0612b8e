/** Metadata asked for, generated or failed. */
@NullMarked
package dev.colophon.events.metadata;

import org.jspecify.annotations.NullMarked;

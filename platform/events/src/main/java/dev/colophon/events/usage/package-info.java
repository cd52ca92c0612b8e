/** Metered AI calls: ids and numbers, never text. */
@NullMarked
package dev.colophon.events.usage;

import org.jspecify.annotations.NullMarked;

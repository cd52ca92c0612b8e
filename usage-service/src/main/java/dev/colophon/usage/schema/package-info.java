/** Checks what clients configure against JSON Schema. */
@NullMarked
package dev.colophon.usage.schema;

import org.jspecify.annotations.NullMarked;

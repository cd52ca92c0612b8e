/** The service that makes items findable. */
@NullMarked
package dev.colophon.embedding;

import org.jspecify.annotations.NullMarked;

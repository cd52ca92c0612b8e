/** Watches whether stored vectors are what they should be. */
@NullMarked
package dev.colophon.embedding.quality;

import org.jspecify.annotations.NullMarked;

/** Finds the nearest vectors and the best matching words; a projection of what the database holds. */
@NullMarked
package dev.colophon.embedding.vector;

import org.jspecify.annotations.NullMarked;

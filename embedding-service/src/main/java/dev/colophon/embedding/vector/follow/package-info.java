/** Chooses what keeps the index, and has it follow what the database holds. */
@NullMarked
package dev.colophon.embedding.vector.follow;

import org.jspecify.annotations.NullMarked;

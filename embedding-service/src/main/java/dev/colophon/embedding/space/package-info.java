/** Which space of vectors each client's search uses, and who computes its vectors. */
@NullMarked
package dev.colophon.embedding.space;

import org.jspecify.annotations.NullMarked;

/** The index in a folder of this instance, kept by Lucene. */
@NullMarked
package dev.colophon.embedding.vector.lucene;

import org.jspecify.annotations.NullMarked;

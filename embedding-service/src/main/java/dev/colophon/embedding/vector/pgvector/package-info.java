/** The index in tables of the database, kept by pgvector. */
@NullMarked
package dev.colophon.embedding.vector.pgvector;

import org.jspecify.annotations.NullMarked;

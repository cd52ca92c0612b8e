/** Embeddings asked for, generated or failed. */
@NullMarked
package dev.colophon.events.embedding;

import org.jspecify.annotations.NullMarked;

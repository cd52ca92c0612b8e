/** Embeddings in the shapes that OpenAI's clients speak. */
@NullMarked
package dev.colophon.embedding.openai;

import org.jspecify.annotations.NullMarked;

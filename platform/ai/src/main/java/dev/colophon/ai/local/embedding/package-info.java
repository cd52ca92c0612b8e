/** Embeddings in process: MiniLM through ONNX Runtime, no key and no network. */
@NullMarked
package dev.colophon.ai.local.embedding;

import org.jspecify.annotations.NullMarked;

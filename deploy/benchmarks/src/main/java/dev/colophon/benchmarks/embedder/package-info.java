/** The local embedder against langchain4j's own. */
@NullMarked
package dev.colophon.benchmarks.embedder;

import org.jspecify.annotations.NullMarked;

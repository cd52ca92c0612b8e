/** Makes the graph that the embedding model runs from the model as it is published: at build time, once. */
@NullMarked
package dev.colophon.ai.local.embedding.graph;

import org.jspecify.annotations.NullMarked;

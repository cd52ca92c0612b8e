package dev.colophon.embedding.vector;

import java.util.UUID;

/**
 * A chunk that was found.
 *
 * @param score the cosine for a nearest vector, BM25 for matching words; the higher the better
 */
public record ScoredChunk(UUID chunkId, UUID itemId, UUID projectId, float score) {}

package dev.colophon.embedding.vector;

import java.util.UUID;

/**
 * What the index keeps of one chunk under one model.
 *
 * @param context the item's title and headings
 * @param vector of length 1
 */
record IndexedChunk(
        UUID id,
        UUID clientId,
        UUID itemId,
        UUID projectId,
        String kind,
        String model,
        String context,
        String text,
        float[] vector) {}

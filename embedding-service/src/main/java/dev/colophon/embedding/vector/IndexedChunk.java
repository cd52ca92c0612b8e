package dev.colophon.embedding.vector;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of one chunk under one model.
 *
 * @param occurredAt when the item came about, where its source says so
 * @param context the item's title and headings
 * @param vector of length 1
 */
public record IndexedChunk(
        UUID id,
        UUID clientId,
        UUID itemId,
        UUID projectId,
        String kind,
        @Nullable Instant occurredAt,
        String model,
        String context,
        String text,
        float[] vector) {}

package dev.colophon.etl.item;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One piece of content in a project.
 *
 * @param sourceId null for what a client sent itself
 * @param text left out of lists
 */
public record Item(
        UUID id,
        UUID projectId,
        @Nullable UUID sourceId,
        String kind,
        String externalId,
        long version,
        String title,
        @Nullable String text,
        @Nullable String url,
        @Nullable String author,
        Map<String, Object> attributes,
        @Nullable Instant occurredAt,
        Instant capturedAt) {}

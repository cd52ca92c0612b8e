package dev.colophon.metadata.project;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A project in a list: everything but its content, which may be long. */
record ProjectEntry(
        UUID id,
        String name,
        @Nullable String description,
        boolean autoMetadata,
        MetadataStatus metadataStatus,
        @Nullable ProjectMeta meta,
        Instant createdAt,
        Instant updatedAt) {}

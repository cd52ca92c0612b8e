package dev.colophon.metadata.project;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named body of work of a client, with what was generated about it.
 *
 * @param meta null until metadata was generated for the first time
 */
public record Project(
        UUID id,
        String name,
        @Nullable String description,
        @Nullable String content,
        boolean autoMetadata,
        MetadataStatus metadataStatus,
        @Nullable ProjectMeta meta,
        Instant createdAt,
        Instant updatedAt) {

    ProjectText text() {
        return new ProjectText(name, description, content);
    }
}

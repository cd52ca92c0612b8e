package dev.colophon.metadata.project;

import org.jspecify.annotations.Nullable;

/** The body of {@code PATCH /api/v1/projects/{id}}: what is absent stays, an empty description or content is removed. */
record ChangeProject(
        @Nullable String name,
        @Nullable String description,
        @Nullable String content,
        @Nullable Boolean autoMetadata) {}

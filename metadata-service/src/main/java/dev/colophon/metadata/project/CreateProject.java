package dev.colophon.metadata.project;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/projects}.
 *
 * @param autoMetadata whether metadata follows by itself; on unless switched off
 */
record CreateProject(
        @Nullable String name,
        @Nullable String description,
        @Nullable String content,
        @Nullable Boolean autoMetadata) {

    ProjectText text() {
        return new ProjectText(name == null ? "" : name, description, content);
    }

    boolean wantsMetadata() {
        return autoMetadata == null || autoMetadata;
    }
}

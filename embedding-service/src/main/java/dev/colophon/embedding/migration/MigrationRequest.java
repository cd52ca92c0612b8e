package dev.colophon.embedding.migration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What to search with from some day on.
 *
 * @param toModel the local model, or an active integration for embeddings by its name, id or model
 * @param dryRun only to say what it would take
 */
record MigrationRequest(
        @NotBlank @Size(max = 200) @Nullable String toModel,
        @Nullable Boolean dryRun) {

    boolean onlyAsks() {
        return Boolean.TRUE.equals(dryRun);
    }
}

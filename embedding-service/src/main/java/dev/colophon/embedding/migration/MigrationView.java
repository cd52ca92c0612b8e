package dev.colophon.embedding.migration;

import dev.colophon.embedding.migration.Migration.Progress;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A migration as clients see it.
 *
 * @param toModel what searches will use, as statistics name it
 * @param integrationId the account that computes the vectors; null for the model that runs here
 * @param status {@code running}, {@code paused}, {@code switched}, {@code cancelled} or {@code failed}
 * @param completionRate chunks that have their vector, of all, from 0 to 1
 */
record MigrationView(
        UUID id,
        String toModel,
        String provider,
        int dimensions,
        @Nullable UUID integrationId,
        String status,
        Chunks chunks,
        double completionRate,
        @Nullable String lastError,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    static MigrationView of(Migration migration) {
        Progress progress = migration.progress();
        return new MigrationView(
                migration.id(),
                migration.target().model(),
                migration.target().space().provider(),
                migration.target().dimensions(),
                migration.target().integrationId(),
                migration.status().name().toLowerCase(Locale.ROOT),
                new Chunks(progress.chunks(), progress.completed(), progress.pending(), progress.failed()),
                progress.chunks() == 0 ? 1 : Math.floor(progress.completed() * 1e4 / progress.chunks()) / 1e4,
                migration.lastError(),
                migration.createdAt(),
                migration.updatedAt(),
                migration.finishedAt());
    }

    /** Chunks by whether they have their vector. */
    record Chunks(long total, long completed, long pending, long failed) {}
}

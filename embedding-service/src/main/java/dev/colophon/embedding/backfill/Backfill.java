package dev.colophon.embedding.backfill;

import dev.colophon.embedding.backfill.BackfillRequest.Scope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that has chunks embedded.
 *
 * @param askedUpTo chunks up to here have been asked for; null when all have been
 * @param chunks that it was for when it began
 */
record Backfill(
        UUID id,
        Scope scope,
        Status status,
        @Nullable UUID askedUpTo,
        long chunks,
        long completed,
        long failed,
        @Nullable String lastError,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    /** Where a run stands. */
    enum Status {
        RUNNING,
        PAUSED,
        COMPLETED,
        CANCELLED,
        FAILED;

        boolean isUnderWay() {
            return this == RUNNING || this == PAUSED;
        }
    }

    Backfill with(Progress progress) {
        return new Backfill(
                id,
                scope,
                status,
                askedUpTo,
                chunks,
                progress.completed(),
                progress.failed(),
                lastError,
                createdAt,
                updatedAt,
                finishedAt);
    }

    /** What became of the chunks that were asked for; of what is gone nothing is left to do. */
    record Progress(long asked, long completed, long failed, long pending) {}
}

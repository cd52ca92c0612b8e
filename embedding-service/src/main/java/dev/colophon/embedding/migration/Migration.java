package dev.colophon.embedding.migration;

import dev.colophon.embedding.space.ServedSpace;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of the space that a client searches.
 *
 * @param askedUpTo chunks up to here have been asked for; null when all have been
 */
record Migration(
        UUID id,
        ServedSpace target,
        Status status,
        @Nullable UUID askedUpTo,
        @Nullable String lastError,
        Progress progress,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    /** Where a migration stands. */
    enum Status {
        RUNNING,
        PAUSED,
        SWITCHED,
        CANCELLED,
        FAILED;

        static final List<Status> UNDER_WAY = List.of(RUNNING, PAUSED);

        boolean isUnderWay() {
            return UNDER_WAY.contains(this);
        }
    }

    /** Chunks under the model that is migrated to. */
    record Progress(long chunks, long completed, long failed) {

        long pending() {
            return Math.max(0, chunks - completed - failed);
        }
    }

    Migration with(Progress counted) {
        return new Migration(id, target, status, askedUpTo, lastError, counted, createdAt, updatedAt, finishedAt);
    }
}

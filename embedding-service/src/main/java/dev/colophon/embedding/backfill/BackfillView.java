package dev.colophon.embedding.backfill;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as clients see it.
 *
 * @param status {@code running}, {@code paused}, {@code completed}, {@code cancelled} or {@code failed}
 * @param completionRate chunks that have their vector, of those that it is for, from 0 to 1
 */
record BackfillView(
        UUID id,
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        @Nullable String filter,
        int batchSize,
        String status,
        Chunks chunks,
        double completionRate,
        @Nullable String lastError,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    static BackfillView of(Backfill backfill) {
        Filter filter = backfill.scope().filter();
        long total = backfill.chunks();
        return new BackfillView(
                backfill.id(),
                backfill.scope().projectId(),
                backfill.scope().itemId(),
                filter == null ? null : filter.wireName(),
                backfill.scope().batchSize(),
                backfill.status().name().toLowerCase(Locale.ROOT),
                new Chunks(
                        total,
                        backfill.completed(),
                        Math.max(0, total - backfill.completed() - backfill.failed()),
                        backfill.failed()),
                total == 0 ? 1 : Math.min(1, Math.floor(backfill.completed() * 1e4 / total) / 1e4),
                backfill.lastError(),
                backfill.createdAt(),
                backfill.updatedAt(),
                backfill.finishedAt());
    }

    /** Chunks by what became of them. */
    record Chunks(long total, long completed, long pending, long failed) {}
}

package dev.colophon.persistence.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job's row.
 *
 * @param now the database's clock as it was read
 * @param requested whether somebody wants it run now
 */
record JobState(
        String job,
        String schedule,
        @Nullable Instant dueAt,
        boolean requested,
        int failures,
        @Nullable Instant lastSuccessAt,
        Instant createdAt,
        boolean running,
        Instant now) {

    boolean isDue() {
        return requested || (dueAt != null && !dueAt.isAfter(now));
    }
}

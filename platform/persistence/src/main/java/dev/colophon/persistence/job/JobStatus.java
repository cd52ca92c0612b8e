package dev.colophon.persistence.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param running whether some instance runs it now
 * @param nextRun null where only a request starts it
 * @param failures in a row
 * @param lastRun the newest, finished or not; null before the first
 */
public record JobStatus(
        String name,
        String description,
        String schedule,
        boolean running,
        @Nullable Instant nextRun,
        int failures,
        @Nullable Instant lastSuccessAt,
        @Nullable RecordedRun lastRun) {}

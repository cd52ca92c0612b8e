package dev.colophon.persistence.job;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a job as it is remembered.
 *
 * @param finishedAt null while it runs, or where its instance died and nobody has noticed
 * @param outcome null until it is finished
 * @param requestedBy null where its time had come
 */
public record RecordedRun(
        UUID id,
        String instance,
        @Nullable String requestedBy,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String outcome,
        Map<String, Object> result,
        @Nullable String error) {}

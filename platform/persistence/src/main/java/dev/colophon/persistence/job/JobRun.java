package dev.colophon.persistence.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as the job is told of it.
 *
 * @param startedAt by the database's clock
 * @param requestedBy who asked for it; null where its time had come
 */
public record JobRun(
        UUID id, String job, Instant startedAt, @Nullable String requestedBy) {

    /** Whether somebody wants it now, so that nothing but its own rules should keep it from being done. */
    public boolean isRequested() {
        return requestedBy != null;
    }
}

package dev.colophon.ops.job;

import dev.colophon.persistence.job.JobStatus;
import dev.colophon.persistence.job.RecordedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as operators see it.
 *
 * @param nextRun null where only a request starts it
 * @param failures in a row
 */
record JobView(
        String name,
        String description,
        String schedule,
        boolean running,
        @Nullable Instant nextRun,
        @Nullable Instant lastSuccessAt,
        int failures,
        @Nullable JobRunView lastRun) {

    static JobView of(JobStatus job) {
        return new JobView(
                job.name(),
                job.description(),
                job.schedule(),
                job.running(),
                job.nextRun(),
                job.lastSuccessAt(),
                job.failures(),
                job.lastRun() == null ? null : JobRunView.of(job.lastRun()));
    }

    /** All jobs of a service. */
    record JobList(List<JobView> items) {}

    /** A wish that was taken. */
    record JobRequested(String name, boolean requested) {}

    /**
     * A run of a job.
     *
     * @param outcome {@code succeeded}, {@code failed} or {@code skipped}; null while it runs
     * @param requestedBy null where its time had come
     */
    record JobRunView(
            UUID id,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long durationMs,
            @Nullable String outcome,
            Map<String, Object> result,
            @Nullable String error,
            String instance,
            @Nullable String requestedBy) {

        static JobRunView of(RecordedRun run) {
            Instant finished = run.finishedAt();
            return new JobRunView(
                    run.id(),
                    run.startedAt(),
                    finished,
                    finished == null
                            ? null
                            : Duration.between(run.startedAt(), finished).toMillis(),
                    run.outcome(),
                    run.result(),
                    run.error(),
                    run.instance(),
                    run.requestedBy());
        }
    }
}

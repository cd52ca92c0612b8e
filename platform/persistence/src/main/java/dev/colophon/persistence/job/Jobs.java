package dev.colophon.persistence.job;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The scheduled work of a service as operators see it. */
public final class Jobs {

    private final List<ScheduledJob> jobs;
    private final JobStore store;
    private final JobScheduler scheduler;

    Jobs(List<ScheduledJob> jobs, JobStore store, JobScheduler scheduler) {
        this.jobs =
                jobs.stream().sorted(Comparator.comparing(ScheduledJob::name)).toList();
        this.store = store;
        this.scheduler = scheduler;
    }

    /** What became of a wish to run a job now. */
    public enum Asked {
        WILL_RUN,
        RUNS_ALREADY,
        UNKNOWN
    }

    public Mono<List<JobStatus>> all() {
        return Mono.zip(store.states(), store.lastRuns()).map(found -> {
            Map<String, JobState> states =
                    found.getT1().stream().collect(Collectors.toMap(JobState::job, Function.identity()));
            return jobs.stream()
                    .map(job ->
                            status(job, states.get(job.name()), found.getT2().get(job.name())))
                    .toList();
        });
    }

    /** Has a job run now, by whichever instance looks first. */
    public Mono<Asked> request(String name, String by) {
        Optional<ScheduledJob> job =
                jobs.stream().filter(one -> one.name().equals(name)).findFirst();
        return job.isEmpty()
                ? Mono.just(Asked.UNKNOWN)
                : store.request(name, by)
                        .doOnNext(will -> scheduler.wake())
                        .map(will -> will ? Asked.WILL_RUN : Asked.RUNS_ALREADY);
    }

    public boolean knows(String name) {
        return jobs.stream().anyMatch(job -> job.name().equals(name));
    }

    /** Runs of a job, the newest first, from before one that was given. */
    public Mono<List<RecordedRun>> runs(
            String name, int limit, @Nullable Instant beforeStart, @Nullable UUID beforeId) {
        return store.runs(name, limit, beforeStart, beforeId).collectList();
    }

    private static JobStatus status(ScheduledJob job, @Nullable JobState state, @Nullable RecordedRun last) {
        return new JobStatus(
                job.name(),
                job.description(),
                job.schedule().toString(),
                state != null && state.running(),
                state == null ? null : state.dueAt(),
                state == null ? 0 : state.failures(),
                state == null ? null : state.lastSuccessAt(),
                last);
    }
}

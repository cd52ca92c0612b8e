package dev.colophon.persistence.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;

/** Runs one job: under its lock, from its row to its row. */
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JobStore store;
    private final JobLock lock;
    private final JobMetrics metrics;
    private final Duration lease;
    private final String instance;

    JobRunner(JobStore store, JobLock lock, JobMetrics metrics, Duration lease, String instance) {
        this.store = store;
        this.lock = lock;
        this.metrics = metrics;
        this.lease = lease;
        this.instance = instance;
    }

    /** Runs the job unless another instance does, or has meanwhile; gives whether it did. Cancelling breaks the run off. */
    Mono<Boolean> run(ScheduledJob job, int failuresBefore) {
        return lock.runProlonged(
                        "job:" + job.name(),
                        lease,
                        store.begin(job.name(), instance)
                                .flatMap(run -> Mono.usingWhen(
                                        Mono.just(run),
                                        begun -> carryOut(job, begun, failuresBefore),
                                        ended -> Mono.empty(),
                                        (begun, error) -> brokenOff(begun),
                                        this::brokenOff)))
                .hasElement();
    }

    private Mono<Boolean> carryOut(ScheduledJob job, JobRun run, int failuresBefore) {
        long began = System.nanoTime();
        return Mono.defer(() -> job.run(run))
                .defaultIfEmpty(JobResult.of(Map.of()))
                .flatMap(result -> ended(
                        job,
                        run,
                        began,
                        result.skipped() ? JobOutcome.SKIPPED : JobOutcome.SUCCEEDED,
                        new JobStore.Ending(result.figures(), null),
                        0))
                .onErrorResume(error -> ended(
                        job,
                        run,
                        began,
                        JobOutcome.FAILED,
                        new JobStore.Ending(Map.of(), described(error)),
                        failuresBefore + 1))
                .thenReturn(true);
    }

    private Mono<Void> ended(
            ScheduledJob job, JobRun run, long began, JobOutcome outcome, JobStore.Ending ending, int failures) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        metrics.ran(job.name(), outcome, took);
        tell(job.name(), outcome, took, ending);
        return store.now().flatMap(now -> store.end(run, now, outcome, ending, due(job, run, now, outcome, failures)));
    }

    private static @Nullable Instant due(ScheduledJob job, JobRun run, Instant now, JobOutcome outcome, int failures) {
        return outcome == JobOutcome.FAILED
                ? JobTiming.afterFailure(job.schedule(), run.startedAt(), now, failures)
                : JobTiming.afterRun(job.schedule(), run.startedAt(), now);
    }

    private static void tell(String job, JobOutcome outcome, Duration took, JobStore.Ending ending) {
        if (outcome == JobOutcome.FAILED) {
            log.warn("job {} failed after {} ms: {}", job, took.toMillis(), ending.error());
        } else {
            // what runs every few seconds and finds nothing to do is no news
            boolean news = ending.figures().values().stream().anyMatch(figure -> !figure.equals(0L));
            log.atLevel(news ? Level.INFO : Level.DEBUG)
                    .log("job {} {} after {} ms: {}", job, outcome.wireName(), took.toMillis(), ending.figures());
        }
    }

    private static String described(Throwable error) {
        return error.getMessage() == null
                ? error.toString()
                : error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    private Mono<Void> brokenOff(JobRun run) {
        log.info("job {} is broken off and will begin anew", run.job());
        return store.breakOff(run).timeout(PATIENCE).onErrorComplete();
    }
}

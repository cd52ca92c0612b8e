package dev.colophon.persistence.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Starts the jobs of a service when they are due. Every instance looks; the lock of a job decides who runs it. What runs
 * when the instance stops gets a moment to end, and is left to others otherwise.
 */
final class JobScheduler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobScheduler.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final List<ScheduledJob> jobs;
    private final JobStore store;
    private final JobRunner runner;
    private final JobMetrics metrics;
    private final Duration poll;
    private final Map<String, Disposable> running = new ConcurrentHashMap<>();
    private final Sinks.Many<Boolean> wakes = Sinks.many().multicast().directBestEffort();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Disposable loop = Disposables.disposed();

    JobScheduler(List<ScheduledJob> jobs, JobStore store, JobRunner runner, JobMetrics metrics, Duration poll) {
        this.jobs = List.copyOf(jobs);
        this.store = store;
        this.runner = runner;
        this.metrics = metrics;
        this.poll = poll;
    }

    @Override
    public void start() {
        loop = Mono.defer(this::tick)
                .onErrorResume(error -> {
                    log.warn("jobs have to wait: {}", error.toString());
                    return Mono.just(poll);
                })
                .flatMap(this::rest)
                .repeat()
                .subscribeOn(Schedulers.parallel())
                .subscribe();
    }

    /** Looks at once for what is due. */
    void wake() {
        woken.set(true);
        wakes.tryEmitNext(true);
    }

    private Mono<Boolean> rest(Duration pause) {
        return woken.getAndSet(false)
                ? Mono.just(true)
                : Mono.firstWithSignal(
                        Mono.delay(pause).thenReturn(true), wakes.asFlux().next());
    }

    /** Starts what is due and gives how long nothing else is. */
    private Mono<Duration> tick() {
        return store.states().flatMap(states -> {
            metrics.seen(states);
            Map<String, JobState> byName =
                    states.stream().collect(Collectors.toMap(JobState::job, Function.identity()));
            return Flux.fromIterable(jobs)
                    .concatMap(job -> look(job, byName.get(job.name())))
                    .then(Mono.fromCallable(() -> JobTiming.untilNext(ours(byName), poll)));
        });
    }

    private List<JobState> ours(Map<String, JobState> states) {
        return jobs.stream()
                .map(ScheduledJob::name)
                .filter(states::containsKey)
                .map(states::get)
                .toList();
    }

    private Mono<Void> look(ScheduledJob job, @Nullable JobState state) {
        if (state != null
                && state.isDue()
                && !state.running()
                && state.schedule().equals(job.schedule().toString())) {
            begin(job, state.failures());
            return Mono.empty();
        }
        return state == null ? store.now().flatMap(now -> plan(job, null, now)) : plan(job, state, state.now());
    }

    private Mono<Void> plan(ScheduledJob job, @Nullable JobState state, Instant now) {
        return JobTiming.isOutdated(job.schedule(), state, now)
                ? store.schedule(
                        job.name(), job.schedule().toString(), job.schedule().next(now))
                : Mono.empty();
    }

    private void begin(ScheduledJob job, int failures) {
        running.computeIfAbsent(job.name(), name -> runner.run(job, failures)
                .doOnError(error -> log.warn("job {} could not be run: {}", name, error.toString()))
                .onErrorComplete()
                .doFinally(signal -> {
                    running.remove(name);
                    wake();
                })
                // later than this call puts it down
                .delaySubscription(Duration.ofMillis(1))
                .subscribe());
    }

    @Override
    public void stop() {
        loop.dispose();
        await(STOP_PATIENCE);
        List.copyOf(running.values()).forEach(Disposable::dispose);
        await(Duration.ofSeconds(1));
    }

    private void await(Duration patience) {
        Flux.interval(Duration.ZERO, Duration.ofMillis(50))
                .takeUntil(tick -> running.isEmpty())
                .take(patience)
                .blockLast();
    }

    @Override
    public boolean isRunning() {
        return !loop.isDisposed();
    }
}

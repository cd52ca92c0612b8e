package dev.colophon.embedding.work;

import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkInHand;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes long runs forward, a step at a time, each under a lease: a run whose instance died goes on at another with the step
 * that was not told done. Steps are therefore such that doing one twice changes nothing. A step that fails is tried again
 * after longer and longer pauses, then the run is given up.
 */
public final class StepWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StepWorker.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int AT_ONCE = 4;

    /** What a run does. */
    public interface Steps {

        /** One step. Gives when the next is due; empty when there is none. */
        Mono<Duration> next(UUID clientId, UUID runId);

        /** The step failed as often as it may. */
        Mono<Void> givenUp(UUID clientId, UUID runId, String reason);
    }

    private final WorkQueue queue;
    private final String name;
    private final Steps steps;
    private final List<Duration> retryDelays;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final WorkInHand inHand;
    private Disposable running = Disposables.disposed();

    /** @param name of the queue whose subjects are runs */
    public StepWorker(WorkQueue queue, String name, Steps steps, List<Duration> retryDelays) {
        this.queue = queue;
        this.inHand = new WorkInHand(queue);
        this.name = name;
        this.steps = steps;
        this.retryDelays = List.copyOf(retryDelays);
    }

    @Override
    public void start() {
        running = Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(
                        turn -> Mono.defer(this::round).repeat(busy::get).then().onErrorResume(error -> {
                            log.warn("steps of {} pause: {}", name, error.toString());
                            return Mono.empty();
                        }))
                .subscribe();
    }

    /** Steps that are broken off are given back: they may be done anew. */
    @Override
    public void stop() {
        running.dispose();
        inHand.giveBack(Duration.ZERO);
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    private Mono<Void> round() {
        return queue.claim(name, AT_ONCE, LEASE)
                .doOnNext(claimed -> {
                    busy.set(!claimed.isEmpty());
                    inHand.took(claimed);
                })
                .flatMapIterable(claimed -> claimed)
                .flatMap(run -> step(run).doOnSuccess(end -> inHand.ended(List.of(run))))
                .then();
    }

    private Mono<Void> step(WorkItem run) {
        return Mono.defer(() -> steps.next(run.clientId(), run.subjectId()))
                .map(delay -> again(run, delay))
                .defaultIfEmpty(queue.complete(List.of(run)).then())
                .flatMap(end -> end)
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty())
                .onErrorResume(error -> failed(run, error));
    }

    /** A step that went well forgives the failures before it. */
    private Mono<Void> again(WorkItem run, Duration delay) {
        return run.attempts() == 0
                ? queue.postpone(List.of(run), delay)
                : queue.enqueue(List.of(new WorkRequest(
                        name, run.clientId(), run.subjectId(), run.priority(), delay, run.traceparent())));
    }

    private Mono<Void> failed(WorkItem run, Throwable error) {
        String reason = String.valueOf(error.getMessage());
        log.warn("{} {} of client {} failed, try {}", name, run.subjectId(), run.clientId(), run.attempts() + 1, error);
        return run.attempts() < retryDelays.size()
                ? queue.retry(run, retryDelays.get(run.attempts()), reason)
                : steps.givenUp(run.clientId(), run.subjectId(), reason)
                        .then(queue.complete(List.of(run)))
                        .then();
    }
}

package dev.colophon.metadata.work;

import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkInHand;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Claims due work of one queue and runs it, up to a number of pieces at once; a piece that is done makes room for the
 * next. Leases are prolonged while work runs, so that a short lease is enough to find out about a dead worker. What
 * fails stays claimed until its lease has passed, and comes again; what is not done when the service stops is given back.
 */
public final class WorkLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    /**
     * How a queue is worked on.
     *
     * @param poll how often to look for work
     * @param lease how long work stays claimed by a worker that says nothing
     * @param slots how many pieces at once
     */
    public record Pace(Duration poll, Duration lease, int slots) {}

    private final WorkQueue queue;
    private final String name;
    private final Pace pace;
    private final Function<WorkItem, Mono<Void>> worker;
    private final WorkInHand inHand;
    private final Sinks.Many<Long> done = Sinks.many().multicast().directBestEffort();
    private @Nullable Disposable subscription;

    public WorkLoop(WorkQueue queue, String name, Pace pace, Function<WorkItem, Mono<Void>> worker) {
        this.queue = queue;
        this.name = name;
        this.pace = pace;
        this.worker = worker;
        this.inHand = new WorkInHand(queue);
    }

    /** How many pieces run now, in this process. */
    public int running() {
        return inHand.count();
    }

    @Override
    public synchronized void start() {
        subscription = Flux.interval(Duration.ZERO, pace.poll())
                .onBackpressureDrop()
                .mergeWith(done.asFlux().onBackpressureLatest())
                .onBackpressureLatest()
                .concatMap(tick -> claim(), 1)
                .subscribe();
    }

    @Override
    public synchronized void stop() {
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
            inHand.giveBack(STOP_PATIENCE);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }

    private Mono<Void> claim() {
        int free = pace.slots() - inHand.count();
        if (free <= 0) {
            return Mono.empty();
        }
        return queue.claim(name, free, pace.lease())
                .doOnNext(this::run)
                .doOnError(error -> LOG.warn("queue {} cannot be claimed from: {}", name, error.toString()))
                .onErrorComplete()
                .then();
    }

    private void run(List<WorkItem> claimed) {
        inHand.took(claimed);
        for (WorkItem work : claimed) {
            Mono.defer(() -> worker.apply(work))
                    .contextWrite(ReplayContext.of(work))
                    .subscribeOn(Schedulers.parallel())
                    .takeUntilOther(heartbeat(work))
                    .doOnError(error -> LOG.warn("work {} of queue {} broke off", work.subjectId(), name, error))
                    .onErrorComplete()
                    .doFinally(signal -> {
                        inHand.ended(List.of(work));
                        done.tryEmitNext(0L);
                    })
                    .subscribe();
        }
    }

    /** Never ends by itself; fails when the lease was lost, which ends the work. */
    private Mono<Void> heartbeat(WorkItem work) {
        return Flux.interval(pace.lease().dividedBy(3))
                .onBackpressureDrop()
                .concatMap(tick -> queue.extend(List.of(work), pace.lease())
                        .onErrorResume(error -> !(error instanceof LeaseLostException), error -> Mono.empty()))
                .then(Mono.never());
    }
}

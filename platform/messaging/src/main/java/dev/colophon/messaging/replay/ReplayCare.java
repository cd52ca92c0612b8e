package dev.colophon.messaging.replay;

import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks after replays every few seconds, on every instance: figures, money that could not be given back at once, and work
 * that came late, from events on their way when the replay was stopped.
 */
final class ReplayCare implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayCare.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final ReplayStore store;
    private final WorkQueue queue;
    private final Allowances allowances;
    private final Endings endings;
    private final ReplayMetrics metrics;
    private final boolean needed;
    private Disposable running = Disposables.disposed();

    ReplayCare(
            ReplayStore store,
            WorkQueue queue,
            Allowances allowances,
            Endings endings,
            ReplayMetrics metrics,
            boolean needed) {
        this.store = store;
        this.queue = queue;
        this.allowances = allowances;
        this.endings = endings;
        this.metrics = metrics;
        this.needed = needed;
    }

    @Override
    public boolean isAutoStartup() {
        return needed;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> look().onErrorResume(error -> {
                    log.debug("replays are looked after later: {}", error.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    private Mono<Void> look() {
        return store.unfinished()
                .collectList()
                .doOnNext(metrics::stand)
                .flatMapMany(Flux::fromIterable)
                .concatMap(replay -> {
                    Mono<Void> spent = endings.spent(replay);
                    return replay.status() == ReplayStatus.PAUSED
                            ? queue.hold(replay.id()).then(spent)
                            : spent;
                })
                .thenMany(store.cancelledLately())
                .concatMap(queue::drop)
                .then(allowances.giveBackWhatIsOver());
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }
}

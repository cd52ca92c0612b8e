package dev.colophon.persistence.job;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does a harmless chore once an hour, on every instance: forgetting what is past its time. A failure is logged and the
 * next hour tries again.
 */
public final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final String chore;
    private final Mono<Long> work;
    private Disposable running = Disposables.disposed();

    /**
     * @param chore for the log
     * @param work gives how many rows it removed
     */
    public Housekeeping(String chore, Mono<Long> work) {
        this.chore = chore;
        this.work = work;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(hour -> work.onErrorResume(error -> {
                    log.warn("housekeeping failed, {}: {}", chore, error.toString());
                    return Mono.empty();
                }))
                .subscribe(removed -> log.info("housekeeping, {}: {} rows removed", chore, removed));
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

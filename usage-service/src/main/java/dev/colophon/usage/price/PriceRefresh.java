package dev.colophon.usage.price;

import dev.colophon.messaging.InfrastructureFailures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Loads the prices before anything is priced, and looks for changes that other instances made from then on. A service
 * waits a minute for a database that is away, and without prices does not start; one that cannot look goes on with those
 * it has.
 */
final class PriceRefresh implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PriceRefresh.class);
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final Duration AGAIN_AT_LEAST_EVERY = Duration.ofSeconds(5);

    private final Mono<Void> load;
    private final Mono<Void> refresh;
    private final Duration every;
    private Disposable running = Disposables.disposed();

    PriceRefresh(Mono<Void> load, Mono<Void> refresh, Duration every) {
        this.load = load;
        this.refresh = refresh;
        this.every = every;
    }

    @Override
    public void start() {
        load.retryWhen(Retry.backoff(Long.MAX_VALUE, AGAIN)
                        .maxBackoff(AGAIN_AT_LEAST_EVERY)
                        .filter(InfrastructureFailures::isOne)
                        .doBeforeRetry(signal -> log.warn(
                                "prices have to wait: {}", signal.failure().toString())))
                .block(AT_MOST);
        running = Flux.interval(every)
                .onBackpressureDrop()
                .concatMap(tick -> refresh.onErrorResume(error -> {
                    log.warn("prices could not be refreshed: {}", error.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    /** Before listeners and the web server. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1_000;
    }
}

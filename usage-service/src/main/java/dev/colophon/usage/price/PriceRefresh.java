package dev.colophon.usage.price;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Loads the prices before anything is priced, and looks for changes that other instances made from then on. A service
 * that cannot load them does not start; one that cannot look goes on with those it has.
 */
final class PriceRefresh implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PriceRefresh.class);
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final PriceLists lists;
    private final Duration every;
    private Disposable running = Disposables.disposed();

    PriceRefresh(PriceLists lists, Duration every) {
        this.lists = lists;
        this.every = every;
    }

    @Override
    public void start() {
        lists.publish().then(Mono.defer(lists::refresh)).block(AT_MOST);
        running = Flux.interval(every)
                .onBackpressureDrop()
                .concatMap(tick -> lists.refresh().onErrorResume(error -> {
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

package dev.colophon.embedding.quality;

import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has every instance make its metrics of what the last check found, whichever of them made it. */
@Component
class QualityFigures implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(QualityFigures.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final QualityStore store;
    private final QualityMetrics metrics;
    private final ClientTransactions transactions;
    private Disposable running = Disposables.disposed();

    QualityFigures(QualityStore store, QualityMetrics metrics, ClientTransactions transactions) {
        this.store = store;
        this.metrics = metrics;
        this.transactions = transactions;
    }

    Mono<Void> show() {
        return transactions.inSystem(store.kept()).doOnNext(metrics::found).then();
    }

    @Override
    public void start() {
        running = Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> show().onErrorResume(error -> {
                    log.debug("what the last check of vectors found is not known: {}", error.toString());
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
}

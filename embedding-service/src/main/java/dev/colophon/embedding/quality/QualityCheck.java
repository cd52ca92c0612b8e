package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.QualityReport.ByModel;
import dev.colophon.embedding.quality.QualityReport.Drift;
import dev.colophon.embedding.quality.QualityStore.Kept;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobLock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checks all clients' vectors from time to time, once however many instances there are, one client after another. Every
 * instance makes its metrics of what was found last.
 */
@Component
class QualityCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(QualityCheck.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration AT_MOST = Duration.ofHours(2);

    private final Quality quality;
    private final QualityStore store;
    private final QualityMetrics metrics;
    private final JobLock lock;
    private final ClientTransactions transactions;
    private final QualityProperties settings;
    private Disposable running = Disposables.disposed();

    QualityCheck(
            Quality quality,
            QualityStore store,
            QualityMetrics metrics,
            JobLock lock,
            ClientTransactions transactions,
            QualityProperties settings) {
        this.quality = quality;
        this.store = store;
        this.metrics = metrics;
        this.lock = lock;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public void start() {
        Duration look = settings.every().compareTo(LOOK_EVERY) < 0 ? settings.every() : LOOK_EVERY;
        running = Flux.interval(look)
                .onBackpressureDrop()
                .concatMap(tick -> look().onErrorResume(error -> {
                    log.warn("the vectors could not be checked: {}", error.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    private Mono<Void> look() {
        return kept().filter(this::isDue)
                .flatMap(due -> lock.runExclusively("vector-quality", AT_MOST, checkIfStillDue()))
                .then(kept())
                .doOnNext(metrics::found)
                .then();
    }

    private Mono<List<Kept>> kept() {
        return transactions.inSystem(store.kept());
    }

    private boolean isDue(List<Kept> kept) {
        return kept.stream()
                .allMatch(one -> one.age() * 1_000 >= settings.every().toMillis());
    }

    /** Another instance may have made it between looking and locking. */
    private Mono<Integer> checkIfStillDue() {
        return kept().filter(this::isDue).flatMap(due -> check());
    }

    private Mono<Integer> check() {
        return transactions
                .inSystem(store.clients())
                .flatMapIterable(clients -> clients)
                .concatMap(client -> quality.of(client, null, true).map(report -> warned(client, report)))
                .collect(() -> new HashMap<String, ModelState>(), QualityCheck::add)
                .flatMap(byModel -> transactions
                        .inSystem(store.keep(List.copyOf(byModel.values())))
                        .thenReturn(byModel.size()))
                .doOnNext(models -> log.info("vectors of {} models checked", models));
    }

    private static void add(Map<String, ModelState> byModel, QualityReport report) {
        for (ByModel one : report.projects()) {
            byModel.merge(one.figures().model(), ModelState.of(one.figures()), ModelState::and);
        }
        for (Drift drift : report.drift()) {
            byModel.computeIfPresent(drift.model(), (model, state) -> state.with(drift));
        }
    }

    private QualityReport warned(UUID client, QualityReport report) {
        for (ByModel one : report.projects()) {
            if (one.figures().qualityScore() < settings.warnBelow()) {
                log.warn(
                        "client {}: vectors of project {} under {} have a quality of {}",
                        client,
                        one.projectId(),
                        one.figures().model(),
                        one.figures().qualityScore());
            }
        }
        return report;
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

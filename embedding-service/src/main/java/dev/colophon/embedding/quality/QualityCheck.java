package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.QualityReport.ByModel;
import dev.colophon.embedding.quality.QualityReport.Drift;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checks all clients' vectors, one client after another, and keeps what it found of each model. */
@Component
class QualityCheck implements ScheduledJob {

    private static final Logger log = LoggerFactory.getLogger(QualityCheck.class);

    private final Quality quality;
    private final QualityStore store;
    private final QualityMetrics metrics;
    private final ClientTransactions transactions;
    private final QualityProperties settings;

    QualityCheck(
            Quality quality,
            QualityStore store,
            QualityMetrics metrics,
            ClientTransactions transactions,
            QualityProperties settings) {
        this.quality = quality;
        this.store = store;
        this.metrics = metrics;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "vector-quality";
    }

    @Override
    public String description() {
        return "Checks all stored vectors, and embeds a sample anew to see whether the model still gives the same.";
    }

    @Override
    public Schedule schedule() {
        return Schedule.every(settings.every());
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return transactions.inSystem(store.clients()).flatMap(clients -> Flux.fromIterable(clients)
                .concatMap(client -> quality.of(client, null, true).map(report -> warned(client, report)))
                .collect(() -> new HashMap<String, ModelState>(), QualityCheck::add)
                .flatMap(byModel -> transactions
                        .inSystem(store.keep(List.copyOf(byModel.values())).then(store.kept()))
                        .doOnNext(metrics::found)
                        .thenReturn(JobResult.of(
                                Map.of("clients", (long) clients.size(), "models", (long) byModel.size())))));
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
}

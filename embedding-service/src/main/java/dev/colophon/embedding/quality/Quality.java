package dev.colophon.embedding.quality;

import dev.colophon.embedding.quality.QualityReport.ByModel;
import dev.colophon.embedding.quality.QualityReport.Drift;
import dev.colophon.embedding.quality.QualityStore.Equal;
import dev.colophon.embedding.quality.QualityStore.StoredVector;
import dev.colophon.persistence.ClientTransactions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes the measure of a client's vectors. They pass by; what is kept is a few numbers a project and model. */
@Component
class Quality {

    private static final int VECTORS_AHEAD = 256;

    private final QualityStore store;
    private final DriftSample drift;
    private final ClientTransactions transactions;

    Quality(QualityStore store, DriftSample drift, ClientTransactions transactions) {
        this.store = store;
        this.drift = drift;
        this.transactions = transactions;
    }

    /** Of one project, or of all. */
    Mono<QualityReport> of(UUID clientId, @Nullable UUID projectId, boolean withDrift) {
        return figures(clientId, projectId).flatMap(figures -> {
            Mono<List<Drift>> sampled = withDrift ? drift(clientId, projectId, figures) : Mono.just(List.of());
            return sampled.map(drifts -> new QualityReport(figures, drifts));
        });
    }

    private Mono<List<ByModel>> figures(UUID clientId, @Nullable UUID projectId) {
        Mono<Map<Key, VectorTally>> tallies = transactions
                .inClientMany(clientId, store.vectors(clientId, projectId))
                .publishOn(Schedulers.boundedElastic(), VECTORS_AHEAD)
                .collect(HashMap::new, Quality::add);
        Mono<Map<Key, Equal>> equal = transactions
                .inClientMany(clientId, store.duplicates(clientId, projectId))
                .collectMap(one -> new Key(one.projectId(), one.model()));
        return tallies.zipWhen(counted -> equal, Quality::figures);
    }

    private static void add(Map<Key, VectorTally> tallies, StoredVector one) {
        tallies.computeIfAbsent(new Key(one.projectId(), one.model()), key -> new VectorTally())
                .add(one.vector());
    }

    private static List<ByModel> figures(Map<Key, VectorTally> tallies, Map<Key, Equal> equal) {
        return tallies.entrySet().stream()
                .map(entry -> {
                    Key key = entry.getKey();
                    Equal same = equal.getOrDefault(key, new Equal(key.project(), key.model(), 0, 0));
                    return new ByModel(
                            key.project(), Figures.of(key.model(), entry.getValue(), same.texts(), same.vectors()));
                })
                .sorted(Comparator.comparingDouble(
                                (ByModel one) -> one.figures().qualityScore())
                        .thenComparing(ByModel::projectId)
                        .thenComparing(one -> one.figures().model()))
                .toList();
    }

    private Mono<List<Drift>> drift(UUID clientId, @Nullable UUID projectId, List<ByModel> figures) {
        List<String> models = figures.stream()
                .map(one -> one.figures().model())
                .distinct()
                .sorted()
                .toList();
        return Flux.fromIterable(models)
                .concatMap(model -> drift.of(clientId, projectId, model))
                .collectList();
    }

    private record Key(UUID project, String model) {}
}

package dev.colophon.embedding.search;

import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.persistence.ClientTransactions;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds items like an item and projects like a project: near the direction that its vectors have in common. */
@Component
class Similar {

    private final VectorIndex index;
    private final HitStore store;
    private final Hits hits;
    private final ClientTransactions transactions;
    private final EmbeddingSpaces spaces;

    Similar(VectorIndex index, HitStore store, Hits hits, ClientTransactions transactions, EmbeddingSpaces spaces) {
        this.index = index;
        this.store = store;
        this.hits = hits;
        this.transactions = transactions;
        this.spaces = spaces;
    }

    Mono<Boolean> hasItem(UUID clientId, UUID itemId) {
        return transactions.inClient(clientId, store.hasItem(clientId, itemId));
    }

    Mono<List<Hit>> items(UUID clientId, UUID itemId, int k) {
        return model(clientId)
                .flatMap(model -> near(
                        clientId,
                        SearchScope.of(clientId, model).withoutItem(itemId),
                        store.vectorsOfItem(clientId, itemId, model),
                        k,
                        Ranking::byItem));
    }

    /** One hit a project, by the item of it that comes nearest. */
    Mono<List<Hit>> projects(UUID clientId, UUID projectId, int k) {
        return model(clientId)
                .flatMap(model -> near(
                        clientId,
                        SearchScope.of(clientId, model).withoutProject(projectId),
                        store.vectorsOfProject(clientId, projectId, model),
                        k,
                        Ranking::byProject));
    }

    private Mono<String> model(UUID clientId) {
        return spaces.searched(clientId, index::hasFollowed).map(ServedSpace::model);
    }

    private Mono<List<Hit>> near(
            UUID clientId,
            SearchScope scope,
            Flux<float[]> vectors,
            int k,
            Function<List<ScoredChunk>, List<RankedItem>> grouping) {
        return transactions
                .inClient(clientId, vectors.collectList())
                .flatMap(some -> nearest(scope, some, k, grouping))
                .flatMap(ranked -> transactions.inClient(clientId, hits.first(clientId, "", ranked, k)))
                .map(Hits.Some::hits);
    }

    private Mono<List<RankedItem>> nearest(
            SearchScope scope, List<float[]> vectors, int k, Function<List<ScoredChunk>, List<RankedItem>> grouping) {
        if (vectors.isEmpty()) {
            return Mono.just(List.of());
        }
        return Mono.fromCallable(() -> {
                    float[] direction = Centroid.of(vectors);
                    return Depth.enoughFor(k, depth -> index.nearest(scope, direction, depth), grouping);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}

package dev.colophon.embedding.search;

import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.embedding.search.HitStore.Shown;
import dev.colophon.embedding.search.QueryVectors.QueryVector;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers queries: items of one client, each by its best chunk. Every embedded query is observed as usage. */
@Component
class Search {

    private static final String OPERATION = "search";

    /** Several chunks of one item may be found; the first k items must still be there. */
    private static final int CHUNKS_PER_HIT = 5;

    private static final int MIN_CANDIDATES = 100;

    private final VectorIndex index;
    private final QueryVectors queries;
    private final HitStore store;
    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final EmbeddingSpace space;
    private final Clock clock;

    Search(
            VectorIndex index,
            QueryVectors queries,
            HitStore store,
            ClientTransactions transactions,
            Outbox outbox,
            EmbeddingSpace space,
            Clock clock) {
        this.index = index;
        this.queries = queries;
        this.store = store;
        this.transactions = transactions;
        this.outbox = outbox;
        this.space = space;
        this.clock = clock;
    }

    Mono<SearchAnswer> search(UUID clientId, SearchRequest request) {
        long started = System.nanoTime();
        return Mono.fromCallable(() -> find(clientId, request))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> transactions.inClient(clientId, answer(clientId, request, found)))
                .map(hits -> new SearchAnswer(hits, space.model(), (System.nanoTime() - started) / 1_000_000));
    }

    Mono<List<Hit>> similarItems(UUID clientId, UUID itemId, int k) {
        SearchScope scope = SearchScope.of(clientId, space.model()).withoutItem(itemId);
        return transactions
                .inClient(
                        clientId,
                        store.vectorsOfItem(clientId, itemId, space.model()).collectList())
                .flatMap(vectors -> nearest(scope, vectors, k))
                .flatMap(chunks -> shown(clientId, "", Ranking.byItem(chunks), k));
    }

    Mono<List<Hit>> similarProjects(UUID clientId, UUID projectId, int k) {
        SearchScope scope = SearchScope.of(clientId, space.model()).withoutProject(projectId);
        return transactions
                .inClient(
                        clientId,
                        store.vectorsOfProject(clientId, projectId, space.model())
                                .collectList())
                .flatMap(vectors -> nearest(scope, vectors, k))
                .flatMap(chunks -> shown(clientId, "", Ranking.byProject(chunks), k));
    }

    Mono<Boolean> hasItem(UUID clientId, UUID itemId) {
        return transactions.inClient(clientId, store.hasItem(clientId, itemId));
    }

    private Found find(UUID clientId, SearchRequest request) {
        Set<String> kinds = request.kinds() == null
                ? Set.of()
                : request.kinds().stream().map(ItemKind::wireName).collect(Collectors.toSet());
        SearchScope scope = SearchScope.of(clientId, space.model()).in(request.projectId(), kinds);
        int candidates = candidates(request.hits());
        QueryVector vector = request.how().byMeaning() ? queries.of(request.query()) : null;
        List<RankedItem> byMeaning =
                vector == null ? List.of() : Ranking.byItem(index.nearest(scope, vector.vector(), candidates));
        List<RankedItem> byWords = request.how().byWords()
                ? Ranking.byItem(index.matching(scope, request.query(), candidates))
                : List.of();
        return switch (request.how()) {
            case SEMANTIC -> new Found(byMeaning, vector);
            case KEYWORD -> new Found(byWords, null);
            case HYBRID -> new Found(Ranking.fused(byMeaning, byWords, Ranking.weightOfWords(request.query())), vector);
        };
    }

    private Mono<List<Hit>> answer(UUID clientId, SearchRequest request, Found found) {
        Mono<List<Hit>> hits = hits(clientId, request.query(), found.items(), request.hits());
        QueryVector vector = found.vector();
        return vector == null
                ? hits
                : hits.flatMap(list -> outbox.append(observed(clientId, request.projectId(), vector))
                        .thenReturn(list));
    }

    private Mono<List<ScoredChunk>> nearest(SearchScope scope, List<float[]> vectors, int k) {
        return vectors.isEmpty()
                ? Mono.just(List.of())
                : Mono.fromCallable(() -> index.nearest(scope, Centroid.of(vectors), candidates(k)))
                        .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<List<Hit>> shown(UUID clientId, String query, List<RankedItem> ranked, int k) {
        return transactions.inClient(clientId, hits(clientId, query, ranked, k));
    }

    private Mono<List<Hit>> hits(UUID clientId, String query, List<RankedItem> ranked, int k) {
        // the index may be a moment behind: a few more than asked for make up for items that are gone
        List<RankedItem> first = ranked.subList(0, Math.min(ranked.size(), k + k / 2 + 2));
        return store.shown(clientId, first.stream().map(RankedItem::chunkId).toList())
                .map(shown -> hits(query, first, shown, k));
    }

    private static List<Hit> hits(String query, List<RankedItem> ranked, Map<UUID, Shown> shown, int k) {
        List<Hit> hits = new ArrayList<>();
        for (RankedItem item : ranked) {
            Shown one = shown.get(item.chunkId());
            if (one != null && hits.size() < k) {
                double score = Math.round(item.score() * 1e4) / 1e4;
                hits.add(new Hit(
                        one.itemId(),
                        one.projectId(),
                        one.kind(),
                        one.title(),
                        one.url(),
                        score,
                        Snippets.of(query, one.text())));
            }
        }
        return hits;
    }

    private AiUsageObserved observed(UUID clientId, @Nullable UUID projectId, QueryVector vector) {
        UUID attempt = Ids.newId();
        return new AiUsageObserved(
                new ClientId(clientId),
                attempt,
                attempt,
                1,
                null,
                projectId,
                null,
                OPERATION,
                space.provider(),
                space.model(),
                null,
                1,
                (long) vector.tokens(),
                0L,
                vector.cached(),
                "succeeded",
                vector.millis(),
                clock.instant());
    }

    private static int candidates(int hits) {
        return Math.max(MIN_CANDIDATES, hits * CHUNKS_PER_HIT);
    }

    private record Found(List<RankedItem> items, @Nullable QueryVector vector) {}
}

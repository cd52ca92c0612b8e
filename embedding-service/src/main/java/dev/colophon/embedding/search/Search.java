package dev.colophon.embedding.search;

import dev.colophon.embedding.search.QueryVectors.QueryVector;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers queries: items of one client, each by its best chunk. Every embedded query is observed as usage. */
@Component
class Search {

    private static final Logger log = LoggerFactory.getLogger(Search.class);

    private final VectorIndex index;
    private final QueryVectors queries;
    private final QueryUsage usage;
    private final QuestionScope scopes;
    private final Hits hits;
    private final ClientTransactions transactions;
    private final EmbeddingSpaces spaces;
    private final SearchMetrics metrics;

    Search(
            VectorIndex index,
            QueryVectors queries,
            QueryUsage usage,
            QuestionScope scopes,
            Hits hits,
            ClientTransactions transactions,
            EmbeddingSpaces spaces,
            SearchMetrics metrics) {
        this.index = index;
        this.queries = queries;
        this.usage = usage;
        this.scopes = scopes;
        this.hits = hits;
        this.transactions = transactions;
        this.spaces = spaces;
        this.metrics = metrics;
    }

    Mono<SearchAnswer> search(UUID clientId, SearchRequest request) {
        long started = System.nanoTime();
        Trail trail = Trail.of(request.question(), request.cursor());
        return spaces.searched(clientId, index::hasFollowed)
                .flatMap(space -> found(clientId, space, request, trail)
                        .flatMap(found -> transactions.inClient(
                                clientId, answer(clientId, space, request, trail, found, started))))
                .doOnNext(answer -> metrics.answered(request.how(), System.nanoTime() - started));
    }

    private Mono<Found> found(UUID clientId, ServedSpace space, SearchRequest request, Trail trail) {
        return scope(clientId, space, request)
                .zipWhen(scope -> vector(clientId, space, request))
                .flatMap(read -> Mono.fromCallable(() ->
                                find(read.getT1(), request, trail, read.getT2().orElse(null)))
                        .subscribeOn(Schedulers.boundedElastic()))
                .defaultIfEmpty(new Found(List.of(), null));
    }

    /** While a client's account gives no vector, whoever asked by meaning and by word gets what is found by word. */
    private Mono<Optional<QueryVector>> vector(UUID clientId, ServedSpace space, SearchRequest request) {
        if (!request.how().byMeaning()) {
            return Mono.just(Optional.empty());
        }
        return Mono.defer(() -> queries.of(clientId, request.projectId(), space, request.query()))
                .map(Optional::of)
                .onErrorResume(ProblemException.class, problem -> {
                    if (!request.how().byWords()) {
                        return Mono.error(problem);
                    }
                    log.info("client {}: a search goes by words alone: {}", clientId, problem.getMessage());
                    return Mono.just(Optional.empty());
                });
    }

    /** Most questions name no tags, and need no transaction to know where to look. */
    private Mono<SearchScope> scope(UUID clientId, ServedSpace space, SearchRequest request) {
        Mono<SearchScope> scope = scopes.of(clientId, space.model(), request);
        return request.tagNames().isEmpty() ? scope : transactions.inClient(clientId, scope);
    }

    private Found find(SearchScope scope, SearchRequest request, Trail trail, @Nullable QueryVector vector) {
        int items = trail.given().size() + Math.min(request.hits(), trail.left()) + 1;
        List<RankedItem> byMeaning =
                vector == null ? List.of() : ranked(depth -> index.nearest(scope, vector.vector(), depth), items);
        List<RankedItem> byWords = request.how().byWords()
                ? ranked(depth -> index.matching(scope, request.query(), depth), items)
                : List.of();
        List<RankedItem> ranked =
                switch (request.how()) {
                    case SEMANTIC -> byMeaning;
                    case KEYWORD -> byWords;
                    case HYBRID -> Ranking.fused(byMeaning, byWords, Ranking.weightOfWords(request.query()));
                };
        return new Found(
                ranked.stream().filter(item -> !trail.has(item.itemId())).toList(), vector);
    }

    private static List<RankedItem> ranked(IntFunction<List<ScoredChunk>> search, int items) {
        return Depth.enoughFor(items, search, Ranking::byItem);
    }

    private Mono<SearchAnswer> answer(
            UUID clientId, ServedSpace space, SearchRequest request, Trail trail, Found found, long started) {
        int limit = Math.min(request.hits(), trail.left());
        Mono<Hits.Some> some = hits.first(clientId, request.query(), found.items(), limit);
        QueryVector vector = found.vector();
        Mono<Hits.Some> accounted = vector == null
                ? some
                : some.flatMap(list -> usage.observed(clientId, space.space(), request.projectId(), vector)
                        .thenReturn(list));
        return accounted.map(list -> new SearchAnswer(
                list.hits(), space.model(), (System.nanoTime() - started) / 1_000_000, next(trail, list)));
    }

    private static @Nullable String next(Trail trail, Hits.Some given) {
        Trail after = trail.and(given.hits().stream().map(Hit::itemId).toList());
        return given.more() && !given.hits().isEmpty() && after.left() > 0 ? after.encoded() : null;
    }

    private record Found(List<RankedItem> items, @Nullable QueryVector vector) {}
}

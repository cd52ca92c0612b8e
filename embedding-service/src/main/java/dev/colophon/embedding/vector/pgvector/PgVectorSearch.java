package dev.colophon.embedding.vector.pgvector;

import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.pgvector.PgVectorSpaces.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks the index in the database, within the client's transaction. */
final class PgVectorSearch {

    /** A graph of 16-bit floats takes no more dimensions. */
    private static final int MAX_GRAPH_DIMENSIONS = 4_000;

    private static final int MIN_CANDIDATES = 100;
    private static final int MAX_CANDIDATES = 1_000;

    /** What a step through the graph costs against one more row compared; measured by deploy/benchmarks/search. */
    private static final double STEP_COST = 8;

    /** Goes on through the graph until enough rows are the client's; the plan is made for this search and not for any. */
    private static final String GRAPH_SETTINGS = """
            select set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
                   set_config('hnsw.max_scan_tuples', '40000', true), set_config('hnsw.scan_mem_multiplier', '4', true),
                   set_config('plan_cache_mode', 'force_custom_plan', true)
            """;

    /**
     * In a relaxed order the nearest ten need not be the first ten: all candidates are sorted again; plus 0, for PostgreSQL
     * 17 takes them for sorted.
     */
    private static final String BY_GRAPH = """
            with near as materialized (
                select chunk_id, item_id, project_id,
                       embedding::{extension}.halfvec({dimensions})
                           operator({extension}.<#>) (select $1::text::{extension}.halfvec({dimensions})) as distance
                  from vector_chunk
                 where space = {space} and {scope}
                 order by embedding::{extension}.halfvec({dimensions})
                           operator({extension}.<#>) (select $1::text::{extension}.halfvec({dimensions}))
                 limit {candidates})
            select chunk_id, item_id, project_id, -distance as score from near order by distance + 0 limit {k}
            """;

    /** Without the cast to so many dimensions no graph fits: every row in the scope is compared. */
    private static final String EXACT = """
            select chunk_id, item_id, project_id, -distance as score
              from (select chunk_id, item_id, project_id,
                           embedding operator({extension}.<#>) (select $1::text::{extension}.halfvec) as distance
                      from vector_chunk
                     where space = {space} and {scope}) as compared
             order by distance limit {k}
            """;

    /** Okapi BM25 with k1 = 1.2 and b = 0.75, over what the client has: nobody's ranks depend on another's texts. */
    private static final String MATCHING = """
            with found as materialized (select * from chunks_with_words($1, $2)),
                 weight as materialized (
                     select n, boost * ln(1 + (greatest($4 - chunks, 0) + 0.5) / (chunks + 0.5)) as weight
                       from (select n, boost, (select count(*) from found where frequencies[n] is not null) as chunks
                               from unnest($3) with ordinality as word (boost, n)) as counted)
            select chunk_id, item_id, project_id, score
              from found cross join lateral (
                       select sum(weight * f / (f + 1.2 * (0.25 + 0.75 * length / $5))) as score
                         from weight cross join lateral (select frequencies[n] / {in_text}::float8 as f) as often
                        where f is not null) as scored
             where {scope}
             order by score desc, chunk_id limit {k}
            """;

    private final DatabaseClient database;
    private final PgVectorSpaces spaces;
    private final String extension;
    private final WordHashes words = new WordHashes();

    PgVectorSearch(DatabaseClient database, PgVectorSpaces spaces, String extension) {
        this.database = database;
        this.spaces = spaces;
        this.extension = extension;
    }

    Mono<List<ScoredChunk>> nearest(SearchScope scope, float[] vector, int k) {
        return spaces.find(scope.model(), vector.length)
                .flatMap(space -> spaces.size(scope.clientId(), space)
                        .flatMap(size -> exactIsCheaper(size, k) || vector.length > MAX_GRAPH_DIMENSIONS
                                ? compared(EXACT, scope, space, vector, k)
                                : byGraph(scope, space, vector, k)))
                .defaultIfEmpty(List.of());
    }

    /**
     * Comparing all of the client's rows takes time by their number; through the graph one passes the others' rows too, the
     * more the fewer are the client's.
     */
    static boolean exactIsCheaper(Size size, int k) {
        double steps = Math.max(MIN_CANDIDATES, (double) k * size.ofAll() / Math.max(1, size.chunks()));
        return size.chunks() <= steps * STEP_COST;
    }

    /** Falls back to comparing where the filter leaves the graph short of hits. */
    private Mono<List<ScoredChunk>> byGraph(SearchScope scope, int space, float[] vector, int k) {
        return database.sql(GRAPH_SETTINGS)
                .bind(0, Integer.toString(candidates(k)))
                .fetch()
                .first()
                .then(compared(BY_GRAPH, scope, space, vector, k))
                .flatMap(found -> found.size() < k ? compared(EXACT, scope, space, vector, k) : Mono.just(found));
    }

    private Mono<List<ScoredChunk>> compared(String sql, SearchScope scope, int space, float[] vector, int k) {
        ScopeCondition condition = new ScopeCondition(scope, 1);
        String statement = filled(sql, condition, k)
                .replace("{space}", Integer.toString(space))
                .replace("{candidates}", Integer.toString(candidates(k)))
                .replace("{dimensions}", Integer.toString(vector.length));
        return found(condition.bind(database.sql(statement).bind(0, PgLiterals.vector(vector))));
    }

    private static int candidates(int k) {
        return Math.max(k, Math.min(MAX_CANDIDATES, Math.max(MIN_CANDIDATES, k)));
    }

    Mono<List<ScoredChunk>> matching(SearchScope scope, String query, int k) {
        Map<Long, Double> boosts = words.ofQuery(scope, query);
        if (boosts.isEmpty()) {
            return Mono.just(List.of());
        }
        return spaces.ofModel(scope.model()).flatMap(ids -> Flux.fromIterable(ids)
                .concatMap(space -> spaces.size(scope.clientId(), space))
                .reduce(PgVectorSearch::sum)
                .flatMap(size -> matching(scope, ids, boosts, size, k))
                .defaultIfEmpty(List.of()));
    }

    private Mono<List<ScoredChunk>> matching(
            SearchScope scope, List<Integer> ids, Map<Long, Double> boosts, Size size, int k) {
        ScopeCondition condition = new ScopeCondition(scope, 5);
        String statement = filled(MATCHING, condition, k).replace("{in_text}", Integer.toString(WordHashes.IN_TEXT));
        return found(condition.bind(database.sql(statement)
                .bind(0, ids.toArray(Integer[]::new))
                .bind(1, boosts.keySet().toArray(Long[]::new))
                .bind(2, boosts.values().toArray(Double[]::new))
                .bind(3, (double) size.chunks())
                .bind(4, size.words())));
    }

    private String filled(String sql, ScopeCondition condition, int k) {
        return sql.replace("{scope}", condition.sql())
                .replace("{extension}", extension)
                .replace("{k}", Integer.toString(k));
    }

    private static Size sum(Size a, Size b) {
        long chunks = a.chunks() + b.chunks();
        double words = chunks == 0 ? 1 : (a.chunks() * a.words() + b.chunks() * b.words()) / chunks;
        return new Size(chunks, words, a.ofAll() + b.ofAll());
    }

    private static Mono<List<ScoredChunk>> found(GenericExecuteSpec search) {
        return search.map(row -> new ScoredChunk(
                        Objects.requireNonNull(row.get("chunk_id", UUID.class)),
                        Objects.requireNonNull(row.get("item_id", UUID.class)),
                        Objects.requireNonNull(row.get("project_id", UUID.class)),
                        Objects.requireNonNull(row.get("score", Double.class)).floatValue()))
                .all()
                .collectList();
    }
}

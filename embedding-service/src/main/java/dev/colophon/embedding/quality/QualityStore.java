package dev.colophon.embedding.quality;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads vectors as a stream, a client's under row level security, and keeps what was found of each model. */
@Component
class QualityStore {

    /** So many vectors are under way from the database at once. */
    private static final int AT_ONCE = 500;

    private static final String VECTORS = """
            select c.project_id, e.model, e.vector
              from embedding e join chunk c on c.client_id = e.client_id and c.id = e.chunk_id
             where e.client_id = $1 and ($2::uuid is null or c.project_id = $2)
            """;

    /** The database sorts hashes on disk where they are many. */
    private static final String DUPLICATES = """
            select project_id, model, sum(rows - texts)::bigint as equal_texts, sum(texts - 1)::bigint as equal_vectors
              from (select project_id, model, hash, sum(n) as rows, count(*) as texts
                      from (select c.project_id, e.model, md5(e.vector) as hash, e.content_hash, count(*) as n
                              from embedding e join chunk c on c.client_id = e.client_id and c.id = e.chunk_id
                             where e.client_id = $1 and ($2::uuid is null or c.project_id = $2)
                             group by c.project_id, e.model, md5(e.vector), e.content_hash) by_text
                     group by project_id, model, hash) by_vector
             group by project_id, model
            """;

    /** Ids of chunks derive from their contents: those after any id are as good as drawn by lot. */
    private static final String SAMPLE = """
            select c.context, c.text, e.vector
              from embedding e join chunk c on c.client_id = e.client_id and c.id = e.chunk_id
             where e.client_id = $1 and ($2::uuid is null or c.project_id = $2) and e.model = $3
               and (e.chunk_id >= $4) = $5
             order by e.chunk_id limit $6
            """;

    private static final String KEEP = """
            insert into vector_quality (model, checked_at, vectors, zero, not_finite, other_dimensions, equal_vectors,
                                        lowest_score, lowest_cosine)
            values ($1, now(), $2, $3, $4, $5, $6, $7, $8)
            on conflict (model) do update
               set checked_at = excluded.checked_at, vectors = excluded.vectors, zero = excluded.zero,
                   not_finite = excluded.not_finite, other_dimensions = excluded.other_dimensions,
                   equal_vectors = excluded.equal_vectors, lowest_score = excluded.lowest_score,
                   lowest_cosine = excluded.lowest_cosine
            """;

    private static final String KEPT = """
            select model, vectors, zero, not_finite, other_dimensions, equal_vectors, lowest_score, lowest_cosine,
                   extract(epoch from clock_timestamp() - checked_at)::double precision as age
              from vector_quality
            """;

    private final DatabaseClient database;

    QualityStore(DatabaseClient database) {
        this.database = database;
    }

    Flux<StoredVector> vectors(UUID clientId, @Nullable UUID projectId) {
        return scoped(VECTORS, clientId, projectId)
                .filter(statement -> statement.fetchSize(AT_ONCE))
                .map(row -> new StoredVector(
                        Objects.requireNonNull(row.get("project_id", UUID.class)),
                        Objects.requireNonNull(row.get("model", String.class)),
                        Objects.requireNonNull(row.get("vector", ByteBuffer.class))))
                .all();
    }

    Flux<Equal> duplicates(UUID clientId, @Nullable UUID projectId) {
        return scoped(DUPLICATES, clientId, projectId)
                .map(row -> new Equal(
                        Objects.requireNonNull(row.get("project_id", UUID.class)),
                        Objects.requireNonNull(row.get("model", String.class)),
                        Objects.requireNonNull(row.get("equal_texts", Long.class)),
                        Objects.requireNonNull(row.get("equal_vectors", Long.class))))
                .all();
    }

    /** Chunks from an id on, and from the first where those are too few. */
    Flux<Sampled> sample(UUID clientId, @Nullable UUID projectId, String model, UUID from, int chunks) {
        return Flux.just(true, false)
                .concatMap(after -> scoped(SAMPLE, clientId, projectId)
                        .bind(2, model)
                        .bind(3, from)
                        .bind(4, after)
                        .bind(5, chunks)
                        .map(row -> new Sampled(
                                Objects.requireNonNull(row.get("context", String.class)),
                                Objects.requireNonNull(row.get("text", String.class)),
                                Objects.requireNonNull(row.get("vector", ByteBuffer.class))))
                        .all())
                .take(chunks);
    }

    /** Every client that ever had a vector; in a transaction of no client. */
    Mono<List<UUID>> clients() {
        return database.sql("select distinct client_id from vector_change")
                .map(row -> Objects.requireNonNull(row.get("client_id", UUID.class)))
                .all()
                .collectList();
    }

    /** Replaces what was kept. */
    Mono<Void> keep(List<ModelState> states) {
        Mono<Long> gone = database.sql("delete from vector_quality where not model = any($1)")
                .bind(0, states.stream().map(ModelState::model).toArray(String[]::new))
                .fetch()
                .rowsUpdated();
        return gone.thenMany(Flux.fromIterable(states).concatMap(this::keep)).then();
    }

    private Mono<Long> keep(ModelState state) {
        GenericExecuteSpec spec = database.sql(KEEP)
                .bind(0, state.model())
                .bind(1, state.vectors())
                .bind(2, state.zero())
                .bind(3, state.notFinite())
                .bind(4, state.otherDimensions())
                .bind(5, state.equalVectors())
                .bind(6, state.lowestScore());
        Double cosine = state.lowestCosine();
        return (cosine == null ? spec.bindNull(7, Double.class) : spec.bind(7, cosine))
                .fetch()
                .rowsUpdated();
    }

    Mono<List<Kept>> kept() {
        return database.sql(KEPT)
                .map(row -> new Kept(
                        new ModelState(
                                Objects.requireNonNull(row.get("model", String.class)),
                                Objects.requireNonNull(row.get("vectors", Long.class)),
                                Objects.requireNonNull(row.get("zero", Long.class)),
                                Objects.requireNonNull(row.get("not_finite", Long.class)),
                                Objects.requireNonNull(row.get("other_dimensions", Long.class)),
                                Objects.requireNonNull(row.get("equal_vectors", Long.class)),
                                Objects.requireNonNull(row.get("lowest_score", Double.class)),
                                row.get("lowest_cosine", Double.class)),
                        Objects.requireNonNull(row.get("age", Double.class))))
                .all()
                .collectList();
    }

    private GenericExecuteSpec scoped(String sql, UUID clientId, @Nullable UUID projectId) {
        GenericExecuteSpec spec = database.sql(sql).bind(0, clientId);
        return projectId == null ? spec.bindNull(1, UUID.class) : spec.bind(1, projectId);
    }

    /** A vector and where it belongs; the bytes are the stream's, to be read at once. */
    record StoredVector(UUID projectId, String model, ByteBuffer vector) {}

    /** What occurs more than once in a project under a model. */
    record Equal(UUID projectId, String model, long texts, long vectors) {}

    /** A chunk as the model reads it, and its vector. */
    record Sampled(String context, String text, ByteBuffer vector) {}

    /** What was kept, and how many seconds ago it was found. */
    record Kept(ModelState state, double age) {}
}

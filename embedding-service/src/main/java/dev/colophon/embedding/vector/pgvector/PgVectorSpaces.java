package dev.colophon.embedding.vector.pgvector;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The partitions of the index in the database, and about how much of them is whose. */
final class PgVectorSpaces {

    private static final Duration SIZE_HOLDS = Duration.ofSeconds(30);

    /** Beyond it more makes no difference, and counting takes long. */
    private static final int COUNTED = 50_000;

    private static final String FIND = "select id from vector_space where model = $1 and dimensions = $2";

    private static final String OPEN = "select open_vector_space($1, $2) as id";

    private static final String SIZE = """
            select count(*) as chunks, coalesce(avg(length), 1)::float8 as words,
                   (select greatest(reltuples, 0)::bigint from pg_class where oid = ('vector_chunk_' || $2)::regclass) as of_all
              from (select length from vector_chunk where client_id = $1 and space = $2 limit %d) as counted
            """.formatted(COUNTED);

    private final DatabaseClient database;
    private final Map<ModelSpace, Integer> known = new ConcurrentHashMap<>();
    private final Cache<ClientSpace, Size> sizes = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(SIZE_HOLDS)
            .build();

    PgVectorSpaces(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What a client has in a space.
     *
     * @param chunks at least: counting ends at some time
     * @param words that a chunk has, on average
     * @param ofAll chunks of all clients, about
     */
    record Size(long chunks, double words, long ofAll) {}

    /** Empty where no chunk was ever of this model and dimension. */
    Mono<Integer> find(String model, int dimensions) {
        ModelSpace space = new ModelSpace(model, dimensions);
        return Mono.justOrEmpty(known.get(space))
                .switchIfEmpty(Mono.defer(() -> id(FIND, model, dimensions).doOnNext(id -> known.put(space, id))));
    }

    /** Those of any dimension. */
    Mono<List<Integer>> ofModel(String model) {
        return database.sql("select id from vector_space where model = $1")
                .bind(0, model)
                .map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .all()
                .collectList();
    }

    /** Makes it where it is not there; known to searches only when the transaction is over. */
    Mono<Integer> open(String model, int dimensions) {
        return id(OPEN, model, dimensions);
    }

    private Mono<Integer> id(String sql, String model, int dimensions) {
        return database.sql(sql)
                .bind(0, model)
                .bind(1, dimensions)
                .map(row -> Objects.requireNonNull(row.get("id", Integer.class)))
                .one();
    }

    /** As it was half a minute ago at most, within the client's transaction. */
    Mono<Size> size(UUID client, int space) {
        ClientSpace key = new ClientSpace(client, space);
        return Mono.justOrEmpty(sizes.getIfPresent(key)).switchIfEmpty(Mono.defer(() -> database.sql(SIZE)
                .bind(0, client)
                .bind(1, space)
                .map(row -> new Size(
                        Objects.requireNonNull(row.get("chunks", Long.class)),
                        Objects.requireNonNull(row.get("words", Double.class)),
                        Objects.requireNonNull(row.get("of_all", Long.class))))
                .one()
                .doOnNext(size -> sizes.put(key, size))));
    }

    private record ModelSpace(String model, int dimensions) {}

    private record ClientSpace(UUID client, int space) {}
}

package dev.colophon.embedding.search;

import dev.colophon.embedding.vector.VectorBytes;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what hits show, under row level security: what an index found and the client may not see is not there. */
@Component
class HitStore {

    private static final String SHOWN = """
            select c.id as chunk_id, c.text, i.id, i.project_id, i.kind, i.title, i.url, i.occurred_at
              from chunk c join item i on i.client_id = c.client_id and i.id = c.item_id
             where c.client_id = $1 and c.id = any($2) and not i.removed
            """;

    private static final String VECTORS_OF_ITEM = """
            select e.vector from chunk c join embedding e on e.client_id = c.client_id and e.chunk_id = c.id
             where c.client_id = $1 and c.item_id = $2 and e.model = $3
             order by c.ordinal limit 200
            """;

    /** Of a large project a sample is enough; ids derive from contents, so that their order is as good as chance. */
    private static final String VECTORS_OF_PROJECT = """
            select e.vector from chunk c join embedding e on e.client_id = c.client_id and e.chunk_id = c.id
             where c.client_id = $1 and c.project_id = $2 and e.model = $3
             order by c.id limit 500
            """;

    private final DatabaseClient database;

    HitStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Map<UUID, Shown>> shown(UUID clientId, Collection<UUID> chunkIds) {
        return database.sql(SHOWN)
                .bind(0, clientId)
                .bind(1, chunkIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("chunk_id", UUID.class)),
                        new Shown(
                                Objects.requireNonNull(row.get("id", UUID.class)),
                                Objects.requireNonNull(row.get("project_id", UUID.class)),
                                Objects.requireNonNull(row.get("kind", String.class)),
                                Objects.requireNonNull(row.get("title", String.class)),
                                row.get("url", String.class),
                                row.get("occurred_at", Instant.class),
                                Objects.requireNonNull(row.get("text", String.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Boolean> hasItem(UUID clientId, UUID itemId) {
        return database.sql("select 1 from item where client_id = $1 and id = $2 and not removed")
                .bind(0, clientId)
                .bind(1, itemId)
                .fetch()
                .first()
                .hasElement();
    }

    Flux<float[]> vectorsOfItem(UUID clientId, UUID itemId, String model) {
        return vectors(VECTORS_OF_ITEM, clientId, itemId, model);
    }

    Flux<float[]> vectorsOfProject(UUID clientId, UUID projectId, String model) {
        return vectors(VECTORS_OF_PROJECT, clientId, projectId, model);
    }

    private Flux<float[]> vectors(String sql, UUID clientId, UUID of, String model) {
        return database.sql(sql)
                .bind(0, clientId)
                .bind(1, of)
                .bind(2, model)
                .map(row -> VectorBytes.vector(Objects.requireNonNull(row.get("vector", byte[].class))))
                .all();
    }

    /** What a hit shows of an item, and the text of the chunk that was found. */
    record Shown(
            UUID itemId,
            UUID projectId,
            String kind,
            String title,
            @Nullable String url,
            @Nullable Instant occurredAt,
            String text) {}
}

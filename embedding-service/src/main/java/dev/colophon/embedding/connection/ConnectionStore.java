package dev.colophon.embedding.connection;

import dev.colophon.embedding.vector.VectorBytes;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the passages that connections are made of, under row level security. */
@Component
class ConnectionStore {

    /** The newest items of a project, each by the chunk that it begins with. */
    private static final String OF_PROJECT = """
            select n.id as item_id, c.id, e.vector
              from (select id from item
                     where client_id = $1 and project_id = $2 and not removed
                     order by coalesce(occurred_at, updated_at) desc, id limit $4) n
              join lateral (select id from chunk
                             where client_id = $1 and item_id = n.id order by ordinal limit 1) c on true
              join embedding e on e.client_id = $1 and e.chunk_id = c.id and e.model = $3
            """;

    /** The chunks of an item, of a long one evenly chosen. */
    private static final String OF_ITEM = """
            select $2::uuid as item_id, c.id, e.vector
              from (select id, row_number() over (order by ordinal) - 1 as n, count(*) over () as chunks
                      from chunk where client_id = $1 and item_id = $2) c
              join embedding e on e.client_id = $1 and e.chunk_id = c.id and e.model = $3
             where c.n % greatest(1, (c.chunks + $4 - 1) / $4) = 0
            """;

    private static final String SHOWN = """
            select c.id as chunk_id, c.text, i.id, i.project_id, i.kind, i.title, i.url
              from chunk c join item i on i.client_id = c.client_id and i.id = c.item_id
             where c.client_id = $1 and c.id = any($2) and not i.removed
            """;

    private final DatabaseClient database;

    ConnectionStore(DatabaseClient database) {
        this.database = database;
    }

    /** The project of an item; empty where the client has no such item. */
    Mono<UUID> projectOf(UUID clientId, UUID itemId) {
        return database.sql("select project_id from item where client_id = $1 and id = $2 and not removed")
                .bind(0, clientId)
                .bind(1, itemId)
                .map(row -> Objects.requireNonNull(row.get("project_id", UUID.class)))
                .one();
    }

    Flux<PlacedVector> vectorsOfProject(UUID clientId, UUID projectId, String model, int most) {
        return vectors(OF_PROJECT, clientId, projectId, model, most);
    }

    Flux<PlacedVector> vectorsOfItem(UUID clientId, UUID itemId, String model, int most) {
        return vectors(OF_ITEM, clientId, itemId, model, most);
    }

    private Flux<PlacedVector> vectors(String sql, UUID clientId, UUID of, String model, int most) {
        return database.sql(sql)
                .bind(0, clientId)
                .bind(1, of)
                .bind(2, model)
                .bind(3, most)
                .map(row -> new PlacedVector(
                        Objects.requireNonNull(row.get("item_id", UUID.class)),
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        VectorBytes.vector(Objects.requireNonNull(row.get("vector", byte[].class)))))
                .all();
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
                                Objects.requireNonNull(row.get("text", String.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** A chunk's vector and whose chunk it is. */
    record PlacedVector(UUID itemId, UUID chunkId, float[] vector) {}

    /** What is shown of an item, and the text of the chunk that came nearest. */
    record Shown(
            UUID itemId,
            UUID projectId,
            String kind,
            String title,
            @Nullable String url,
            String text) {}
}

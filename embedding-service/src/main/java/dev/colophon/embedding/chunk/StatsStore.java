package dev.colophon.embedding.chunk;

import dev.colophon.embedding.space.ServedSpace;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads how far items and chunks have come. */
@Component
class StatsStore {

    private static final String ACTIVE = """
            select count(*) filter (where status = 'completed') as completed,
                   count(*) filter (where status = 'pending') as pending,
                   count(*) filter (where status = 'failed') as failed
              from chunk
             where client_id = $1 and ($2::uuid is null or project_id = $2)
            """;

    /** What is given up stays in the queue as failed. */
    private static final String BUILDING = """
            select count(e.chunk_id) as completed, count(*) - count(e.chunk_id) - count(w.id) as pending,
                   count(w.id) as failed
              from chunk c
              left join embedding e on e.client_id = c.client_id and e.chunk_id = c.id and e.model = $3
              left join work_item w on w.queue = $4 and w.subject_id = c.id and w.state = 'failed'
                   and e.chunk_id is null
             where c.client_id = $1 and ($2::uuid is null or c.project_id = $2)
            """;

    private static final String CHUNKS = """
            select id, ordinal, status, attempts, last_error, token_count, context, text, updated_at
              from chunk where client_id = $1 and item_id = $2 and ordinal > $3 order by ordinal limit $4
            """;

    private final DatabaseClient database;

    StatsStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Long> items(UUID clientId, @Nullable UUID projectId) {
        return scoped(
                        "select count(*) from item where client_id = $1 and not removed"
                                + " and ($2::uuid is null or project_id = $2)",
                        clientId,
                        projectId)
                .mapValue(Long.class)
                .one();
    }

    /** The chunks under the active space, as their status tells. */
    Mono<ModelStats> active(UUID clientId, @Nullable UUID projectId, String model) {
        return scoped(ACTIVE, clientId, projectId).map(row -> stats(row, model)).one();
    }

    /** The chunks under the space that a migration fills. */
    Mono<ModelStats> building(UUID clientId, @Nullable UUID projectId, ServedSpace building) {
        return scoped(BUILDING, clientId, projectId)
                .bind(2, building.model())
                .bind(3, ChunkWork.migration(building))
                .map(row -> stats(row, building.model()))
                .one();
    }

    private static ModelStats stats(Readable row, String model) {
        return new ModelStats(
                model,
                Objects.requireNonNull(row.get("completed", Long.class)),
                Objects.requireNonNull(row.get("pending", Long.class)),
                Objects.requireNonNull(row.get("failed", Long.class)));
    }

    Mono<Boolean> hasItem(UUID clientId, UUID itemId) {
        return database.sql("select 1 from item where client_id = $1 and id = $2 and not removed")
                .bind(0, clientId)
                .bind(1, itemId)
                .fetch()
                .first()
                .hasElement();
    }

    Flux<ChunkView> chunks(UUID clientId, UUID itemId, String model, int afterOrdinal, int limit) {
        return database.sql(CHUNKS)
                .bind(0, clientId)
                .bind(1, itemId)
                .bind(2, afterOrdinal)
                .bind(3, limit)
                .map(row -> new ChunkView(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("ordinal", Integer.class)),
                        Objects.requireNonNull(row.get("status", String.class)),
                        Objects.requireNonNull(row.get("attempts", Integer.class)),
                        row.get("last_error", String.class),
                        Objects.requireNonNull(row.get("token_count", Integer.class)),
                        model,
                        Objects.requireNonNull(row.get("context", String.class)),
                        Objects.requireNonNull(row.get("text", String.class)),
                        Objects.requireNonNull(row.get("updated_at", Instant.class))))
                .all();
    }

    private DatabaseClient.GenericExecuteSpec scoped(String sql, UUID clientId, @Nullable UUID projectId) {
        DatabaseClient.GenericExecuteSpec spec = database.sql(sql).bind(0, clientId);
        return projectId == null ? spec.bindNull(1, UUID.class) : spec.bind(1, projectId);
    }

    /** The chunks of one model by state. */
    record ModelStats(String model, long completed, long pending, long failed) {

        long total() {
            return completed + pending + failed;
        }
    }
}

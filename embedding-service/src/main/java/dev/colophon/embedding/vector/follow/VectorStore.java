package dev.colophon.embedding.vector.follow;

import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.VectorBytes;
import dev.colophon.embedding.vector.VectorChange;
import dev.colophon.persistence.ClientTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the database says about vectors: the source that indexes follow. */
@Component
class VectorStore {

    /**
     * Only transactions before every one that was running when the horizon was read: none that commits later can come
     * before them, so that a position once passed stays complete.
     */
    private static final String CHANGES = """
            select chunk_id, client_id, changed_in::text::bigint as transaction
              from vector_change
             where (changed_in, chunk_id) > ($1::text::xid8, $2)
               and changed_in < $3::text::xid8
             order by changed_in, chunk_id
             limit $4
            """;

    private static final String HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as transaction";

    private static final String CHUNKS = """
            select c.id, c.item_id, c.project_id, i.kind, i.occurred_at, e.model, c.context, c.text, e.vector
              from chunk c
              join embedding e on e.client_id = c.client_id and e.chunk_id = c.id
              join item i on i.client_id = c.client_id and i.id = c.item_id
             where c.client_id = $1 and c.id = any($2) and not i.removed
            """;

    private final DatabaseClient database;
    private final ClientTransactions transactions;

    VectorStore(DatabaseClient database, ClientTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** Tells this database from others. */
    Mono<UUID> source() {
        return database.sql("select id from vector_source")
                .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                .one();
    }

    /** Whether a position can be one of this database's, which may have been restored to an earlier state. */
    Mono<Boolean> knows(IndexPosition position) {
        return database.sql("select $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) as known")
                .bind(0, Long.toString(position.transaction()))
                .map(row -> Boolean.TRUE.equals(row.get("known", Boolean.class)))
                .one();
    }

    /** The first transaction that still runs or has not begun: all before it are over. */
    Mono<Long> horizon() {
        return database.sql(HORIZON)
                .map(row -> Objects.requireNonNull(row.get("transaction", Long.class)))
                .one();
    }

    /** The first {@code limit} changes after a position in transactions before the horizon. */
    Mono<List<VectorChange>> changes(IndexPosition after, long horizon, int limit) {
        return database.sql(CHANGES)
                .bind(0, Long.toString(after.transaction()))
                .bind(1, after.chunkId())
                .bind(2, Long.toString(horizon))
                .bind(3, limit)
                .map(row -> {
                    UUID chunk = Objects.requireNonNull(row.get("chunk_id", UUID.class));
                    long transaction = Objects.requireNonNull(row.get("transaction", Long.class));
                    return new VectorChange(
                            chunk,
                            Objects.requireNonNull(row.get("client_id", UUID.class)),
                            new IndexPosition(transaction, chunk));
                })
                .all()
                .collectList();
    }

    /** The chunks of one client that are there and have vectors. */
    Mono<List<IndexedChunk>> chunks(UUID clientId, Collection<UUID> chunkIds) {
        return transactions.inClient(
                clientId,
                database.sql(CHUNKS)
                        .bind(0, clientId)
                        .bind(1, chunkIds.toArray(UUID[]::new))
                        .map(row -> new IndexedChunk(
                                Objects.requireNonNull(row.get("id", UUID.class)),
                                clientId,
                                Objects.requireNonNull(row.get("item_id", UUID.class)),
                                Objects.requireNonNull(row.get("project_id", UUID.class)),
                                Objects.requireNonNull(row.get("kind", String.class)),
                                row.get("occurred_at", Instant.class),
                                Objects.requireNonNull(row.get("model", String.class)),
                                Objects.requireNonNull(row.get("context", String.class)),
                                Objects.requireNonNull(row.get("text", String.class)),
                                VectorBytes.vector(Objects.requireNonNull(row.get("vector", byte[].class)))))
                        .all()
                        .collectList());
    }
}

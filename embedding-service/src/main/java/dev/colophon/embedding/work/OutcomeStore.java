package dev.colophon.embedding.work;

import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.vector.VectorBytes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes vectors and the state of chunks, many in one statement. */
@Component
class OutcomeStore {

    /** The vectors come as one value, cut by the database: an array of them would be sent twice as large. */
    private static final String STORED = """
            with stored as (
                insert into embedding (client_id, chunk_id, model, revision, content_hash, vector, anew_in)
                select $1, c.id, $2, $3, c.content_hash, substring($5::bytea from ((v.n - 1) * $6 + 1)::int for $6), $7
                  from unnest($4::uuid[]) with ordinality as v(id, n)
                  join chunk c on c.client_id = $1 and c.id = v.id
                on conflict (client_id, chunk_id, model) do update
                   set revision = excluded.revision, content_hash = excluded.content_hash, vector = excluded.vector,
                       anew_in = excluded.anew_in, created_at = now()
                returning chunk_id
            )
            """;

    private static final String CHANGED = """
            insert into vector_change (chunk_id, client_id) select chunk_id, $1::uuid from %s order by chunk_id
            on conflict (chunk_id) do update set changed_in = excluded.changed_in, changed_at = now()
            """;

    private static final String COMPLETE = STORED + """
            , completed as (
                update chunk set status = 'completed', attempts = attempts + 1, last_error = null, updated_at = now()
                 where client_id = $1 and id in (select chunk_id from stored)
                returning id as chunk_id
            )
            """ + CHANGED.formatted("completed");

    private static final String KEEP = STORED + CHANGED.formatted("stored");

    private static final String FAILED = """
            update chunk set status = case when $3 then 'failed' else 'pending' end, attempts = attempts + 1,
                   last_error = $4, updated_at = now()
             where client_id = $1 and id = $2 and status <> 'completed'
            """;

    private static final String FAILED_OF_ITEM = """
            select i.version, count(*) as failed
              from item i join chunk c on c.client_id = i.client_id and c.item_id = i.id and c.status = 'failed'
             where i.client_id = $1 and i.id = $2
             group by i.version
            """;

    private static final int MAX_ERROR_LENGTH = 500;

    private final DatabaseClient database;

    OutcomeStore(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Stores the vectors of one client's chunks that are still there, in the active space: they are completed.
     *
     * @param anewIn the replay that had all of them embedded anew; null where none had
     */
    Mono<Void> complete(UUID clientId, EmbeddingSpace active, List<Outcome.Embedded> embedded, @Nullable UUID anewIn) {
        return store(COMPLETE, clientId, active, embedded, anewIn);
    }

    /** Stores vectors in another space, for a later day. */
    Mono<Void> keep(UUID clientId, EmbeddingSpace space, List<Outcome.Embedded> embedded) {
        return store(KEEP, clientId, space, embedded, null);
    }

    private Mono<Void> store(
            String sql, UUID clientId, EmbeddingSpace space, List<Outcome.Embedded> embedded, @Nullable UUID anewIn) {
        List<float[]> vectors = embedded.stream().map(Outcome.Embedded::vector).toList();
        GenericExecuteSpec statement = database.sql(sql)
                .bind(0, clientId)
                .bind(1, space.model())
                .bind(2, space.revision())
                .bind(3, embedded.stream().map(one -> one.chunk().id()).toArray(UUID[]::new))
                .bind(4, VectorBytes.of(vectors, space.dimensions()))
                .bind(5, space.dimensions() * Float.BYTES);
        return (anewIn == null ? statement.bindNull(6, UUID.class) : statement.bind(6, anewIn))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> failed(Outcome.Failed failed, boolean forGood) {
        String reason = failed.reason().replace('\u0000', ' ');
        return database.sql(FAILED)
                .bind(0, failed.chunk().clientId())
                .bind(1, failed.chunk().id())
                .bind(2, forGood)
                .bind(3, reason.substring(0, Math.min(reason.length(), MAX_ERROR_LENGTH)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The version of an item and how many of its chunks were given up; empty where there is none. */
    Mono<FailedItem> failedItem(UUID clientId, UUID itemId) {
        return database.sql(FAILED_OF_ITEM)
                .bind(0, clientId)
                .bind(1, itemId)
                .map(row -> new FailedItem(row.get("version", Long.class), row.get("failed", Integer.class)))
                .one();
    }

    record FailedItem(long version, int chunks) {}
}

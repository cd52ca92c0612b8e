package dev.colophon.embedding.migration;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes the space that a client searches; every call is made within the client's transaction. */
@Component
class SwitchStore {

    private static final String REMEMBER_ACTIVE = """
            insert into client_space (client_id, provider, model, revision, dimensions)
            values ($1, $2, $3, $4, $5) on conflict do nothing
            """;

    /**
     * The condition and the change are one statement, so that the transaction is younger than all that stored the vectors
     * which the condition saw: an index that has followed it has all of them. The migration is changed first: who pauses or
     * cancels it at the same time is waited for, and then nothing is switched.
     */
    private static final String SWITCH = """
            with switched as (
                update migration m set status = 'switched', updated_at = now()
                  from client_space s
                 where s.client_id = $1 and m.client_id = $1 and m.id = $2 and m.status = any($3)
                   and not exists (
                       select 1 from chunk c
                         join embedding a on a.client_id = $1 and a.chunk_id = c.id and a.model = s.model
                         left join embedding b on b.client_id = $1 and b.chunk_id = c.id and b.model = m.model
                        where c.client_id = $1 and b.chunk_id is null
                          and not ($4 and exists (select 1 from work_item w
                                                   where w.queue = $5 and w.subject_id = c.id and w.state = 'failed')))
                returning m.*
            )
            update client_space s
               set previous_provider = s.provider, previous_model = s.model, previous_revision = s.revision,
                   previous_dimensions = s.dimensions, previous_integration_id = s.integration_id,
                   provider = m.provider, model = m.model, revision = m.revision, dimensions = m.dimensions,
                   integration_id = m.integration_id, changed_in = pg_current_xact_id(), changed_at = now()
              from switched m
             where s.client_id = $1
            """;

    private static final String FOUND = """
            update chunk c set status = 'completed', last_error = null, updated_at = now()
             where c.client_id = $1 and c.status <> 'completed'
               and exists (select 1 from embedding e where e.client_id = $1 and e.chunk_id = c.id and e.model = $2)
            """;

    private static final String GIVEN_UP = """
            update chunk c set status = 'failed', last_error = left(w.last_error, 500), updated_at = now()
              from work_item w
             where c.client_id = $1 and c.status = 'completed' and w.queue = $3 and w.subject_id = c.id
               and w.state = 'failed'
               and not exists (select 1 from embedding e where e.client_id = $1 and e.chunk_id = c.id and e.model = $2)
            """;

    private static final String WAITING = """
            update chunk c set status = 'pending', updated_at = now()
             where c.client_id = $1 and c.status = 'completed'
               and not exists (select 1 from embedding e where e.client_id = $1 and e.chunk_id = c.id and e.model = $2)
            returning c.id
            """;

    private static final String FORGET_PREVIOUS = """
            update client_space set previous_provider = null, previous_model = null, previous_revision = null,
                   previous_dimensions = null, previous_integration_id = null
             where client_id = $1 and previous_model is not null
               and changed_at < now() - $2 * interval '1 millisecond'
            """;

    private static final String FORGET_VECTORS = """
            with unused as (
                select chunk_id, model from embedding where client_id = $1 and model <> all($2) limit $3
            ), gone as (
                delete from embedding e using unused u
                 where e.client_id = $1 and e.chunk_id = u.chunk_id and e.model = u.model
                returning e.chunk_id
            )
            insert into vector_change (chunk_id, client_id) select distinct chunk_id, $1::uuid from gone order by chunk_id
            on conflict (chunk_id) do update set changed_in = excluded.changed_in, changed_at = now()
            """;

    private final DatabaseClient database;

    SwitchStore(DatabaseClient database) {
        this.database = database;
    }

    /** Gives the client a row that workers can hold on to while the space changes. */
    Mono<Void> rememberActive(UUID clientId, EmbeddingSpace local) {
        return database.sql(REMEMBER_ACTIVE)
                .bind(0, clientId)
                .bind(1, local.provider())
                .bind(2, local.model())
                .bind(3, local.revision())
                .bind(4, local.dimensions())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /**
     * Has searches use what the migration has built, where nothing that is found now would be lost. Must be the first to
     * write in its transaction.
     *
     * @param from states that the migration may be in
     * @param acceptFailed whether what was given up may be lost
     * @return whether it was changed
     */
    Mono<Boolean> change(UUID clientId, UUID id, ServedSpace target, List<String> from, boolean acceptFailed) {
        return database.sql(SWITCH)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, from.toArray(String[]::new))
                .bind(3, acceptFailed)
                .bind(4, ChunkWork.migration(target))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Has statuses tell of the new space. Gives the chunks that still wait for their vector in it. */
    Flux<UUID> adjust(UUID clientId, ServedSpace target) {
        Mono<Long> found = database.sql(FOUND)
                .bind(0, clientId)
                .bind(1, target.model())
                .fetch()
                .rowsUpdated();
        Mono<Long> givenUp = database.sql(GIVEN_UP)
                .bind(0, clientId)
                .bind(1, target.model())
                .bind(2, ChunkWork.migration(target))
                .fetch()
                .rowsUpdated();
        return found.then(givenUp)
                .thenMany(database.sql(WAITING)
                        .bind(0, clientId)
                        .bind(1, target.model())
                        .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                        .all());
    }

    /** Forgets the space before the last change, if that is so long ago. */
    Mono<Void> forgetPrevious(UUID clientId, Duration after) {
        return database.sql(FORGET_PREVIOUS)
                .bind(0, clientId)
                .bind(1, after.toMillis())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Forgets some vectors of other models. Gives how many. */
    Mono<Long> forgetVectors(UUID clientId, List<String> exceptModels, int limit) {
        return database.sql(FORGET_VECTORS)
                .bind(0, clientId)
                .bind(1, exceptModels.toArray(String[]::new))
                .bind(2, limit)
                .fetch()
                .rowsUpdated();
    }
}

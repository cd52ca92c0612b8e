package dev.colophon.embedding.chunk;

import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.events.ClientId;
import dev.colophon.events.embedding.EmbeddingGenerated;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells which items have all their vectors. */
@Component
public class FinishedItems {

    private static final String FINISHED = """
            select i.id, i.project_id, i.version, count(c.id) as chunks
              from item i join chunk c on c.client_id = i.client_id and c.item_id = i.id
             where i.client_id = $1 and i.id = any($2) and not i.removed
               and not exists (select 1 from chunk u
                                where u.client_id = $1 and u.item_id = i.id and u.status <> 'completed')
               and ($3::uuid is null
                    or not exists (select 1 from chunk u
                                     join work_item w on w.queue = $4 and w.subject_id = u.id and w.replay_id = $3
                                                     and w.state in ('pending', 'held')
                                    where u.client_id = $1 and u.item_id = i.id))
             group by i.id, i.project_id, i.version
            """;

    private final DatabaseClient database;
    private final Clock clock;

    FinishedItems(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Locks items until the end of the transaction, always in the same order: what two workers finish at once is seen by
     * the second of them, and no version comes in between.
     */
    public Mono<Void> lock(UUID clientId, Collection<UUID> itemIds) {
        return database.sql("select id from item where client_id = $1 and id = any($2) order by id for no key update")
                .bind(0, clientId)
                .bind(1, itemIds.toArray(UUID[]::new))
                .fetch()
                .all()
                .then();
    }

    /** An event for each of the items whose chunks are all completed. */
    public Flux<EmbeddingGenerated> among(UUID clientId, Collection<UUID> itemIds, EmbeddingSpace active) {
        return among(clientId, itemIds, active, null, "");
    }

    /**
     * As without a replay. Where one has chunks embedded anew that are completed, an item is finished when no more of its
     * chunks wait for that.
     */
    public Flux<EmbeddingGenerated> among(
            UUID clientId, Collection<UUID> itemIds, EmbeddingSpace active, @Nullable UUID anewIn, String queue) {
        GenericExecuteSpec asked = database.sql(FINISHED).bind(0, clientId).bind(1, itemIds.toArray(UUID[]::new));
        return (anewIn == null ? asked.bindNull(2, UUID.class) : asked.bind(2, anewIn))
                .bind(3, queue)
                .map(row -> new EmbeddingGenerated(
                        new ClientId(clientId),
                        Objects.requireNonNull(row.get("project_id", UUID.class)),
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("version", Long.class)),
                        active.model(),
                        active.dimensions(),
                        Objects.requireNonNull(row.get("chunks", Integer.class)),
                        clock.instant()))
                .all();
    }
}

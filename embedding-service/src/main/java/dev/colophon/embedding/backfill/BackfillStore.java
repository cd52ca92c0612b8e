package dev.colophon.embedding.backfill;

import dev.colophon.embedding.backfill.Backfill.Progress;
import dev.colophon.embedding.backfill.Backfill.Status;
import dev.colophon.embedding.backfill.BackfillPlan.Counted;
import dev.colophon.embedding.backfill.BackfillRequest.Scope;
import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.ServedSpace;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Backfills and their chunks; every call is made within the client's transaction. */
@Component
class BackfillStore {

    static final UUID BEGINNING = new UUID(0, 0);

    /** Parameters 1 to 5: client, project, item, filter, queue. */
    private static final String WANTED = """
             from chunk c
            where c.client_id = $1 and ($2::uuid is null or c.project_id = $2) and ($3::uuid is null or c.item_id = $3)
              and c.status <> 'completed'
              and case $4 when 'failed' then c.status = 'failed' when 'pending' then c.status = 'pending'
                          when 'missing' then not exists (select 1 from work_item w where w.queue = $5
                                                             and w.subject_id = c.id and w.state = 'pending')
                          else true end
            """;

    private static final String COUNTED = """
            select count(*) as chunks, count(distinct item_id) as items, count(*) filter (where not known) as to_embed,
                   coalesce(sum(token_count) filter (where not known), 0)::bigint as tokens
              from (select c.item_id, c.token_count,
                           exists (select 1 from embedding e where e.client_id = $1
                                      and e.content_hash = c.content_hash and e.model = $6) as known
            """ + WANTED + ") as chunk";

    private static final String INSERT = """
            insert into backfill (client_id, id, project_id, item_id, filter, batch_size, status, chunks)
            values ($1, $5, $2, $3, nullif($4, ''), $6, 'running', $7)
            """;

    private static final String COLUMNS =
            "select id, project_id, item_id, filter, batch_size, status, asked_up_to, chunks, completed, failed,"
                    + " last_error, created_at, updated_at, finished_at from backfill where client_id = $1";

    private static final String PROGRESS = """
            select count(*) as asked, count(*) filter (where c.status = 'completed') as completed,
                   count(*) filter (where c.status = 'failed') as failed,
                   count(*) filter (where c.status = 'pending') as pending
              from backfill_chunk b join chunk c on c.client_id = $1 and c.id = b.chunk_id
             where b.client_id = $1 and b.backfill_id = $2
            """;

    /** The next chunks: they are pending again, and those of this run. */
    private static final String TAKE = "with wanted as (select c.id, c.token_count " + WANTED + """
               and c.id > $6 order by c.id limit $7
            ), noted as (
                insert into backfill_chunk (client_id, backfill_id, chunk_id) select $1, $8, id from wanted
                on conflict do nothing
            ), pending as (
                update chunk set status = 'pending', attempts = 0, last_error = null, updated_at = now()
                 where client_id = $1 and id in (select id from wanted) and status = 'failed'
            )
            select id, token_count from wanted order by id
            """;

    private static final String CHANGE = """
            update backfill set status = $3, updated_at = now()
             where client_id = $1 and id = $2 and status = any($4)
            """;

    private static final String FINISH = """
            update backfill set status = $3, completed = $4, failed = $5, last_error = nullif($6, ''),
                   updated_at = now(), finished_at = now()
             where client_id = $1 and id = $2 and status in ('running', 'paused')
            """;

    private final DatabaseClient database;

    BackfillStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Counted> counted(UUID clientId, Scope scope, ServedSpace active) {
        return scoped(COUNTED, clientId, scope)
                .bind(4, ChunkWork.live(active))
                .bind(5, active.model())
                .map(row -> new Counted(
                        number(row, "items"), number(row, "chunks"), number(row, "to_embed"), number(row, "tokens")))
                .one();
    }

    Mono<Void> insert(UUID clientId, UUID id, Scope scope, long chunks) {
        return scoped(INSERT, clientId, scope)
                .bind(4, id)
                .bind(5, scope.batchSize())
                .bind(6, chunks)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Backfill> find(UUID clientId, UUID id) {
        return database.sql(COLUMNS + " and id = $2")
                .bind(0, clientId)
                .bind(1, id)
                .map(BackfillStore::backfill)
                .one()
                .flatMap(backfill -> counted(clientId, backfill));
    }

    /** Newest first. */
    Flux<Backfill> page(UUID clientId, @Nullable UUID before, int limit) {
        GenericExecuteSpec page = database.sql(COLUMNS + " and ($2::uuid is null or id < $2) order by id desc limit $3")
                .bind(0, clientId);
        return nullable(page, 1, before)
                .bind(2, limit)
                .map(BackfillStore::backfill)
                .all()
                .collectList()
                .flatMapIterable(all -> all)
                .concatMap(backfill -> counted(clientId, backfill));
    }

    private Mono<Backfill> counted(UUID clientId, Backfill backfill) {
        return backfill.status().isUnderWay()
                ? progress(clientId, backfill.id()).map(backfill::with)
                : Mono.just(backfill);
    }

    Mono<Progress> progress(UUID clientId, UUID id) {
        return database.sql(PROGRESS)
                .bind(0, clientId)
                .bind(1, id)
                .map(row -> new Progress(
                        number(row, "asked"), number(row, "completed"), number(row, "failed"), number(row, "pending")))
                .one();
    }

    Mono<List<Taken>> take(UUID clientId, Backfill backfill, UUID after, ServedSpace active) {
        return scoped(TAKE, clientId, backfill.scope())
                .bind(4, ChunkWork.live(active))
                .bind(5, after)
                .bind(6, backfill.scope().batchSize())
                .bind(7, backfill.id())
                .map(row -> new Taken(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("token_count", Integer.class))))
                .all()
                .collectList();
    }

    Mono<Void> askedUpTo(UUID clientId, UUID id, @Nullable UUID chunk) {
        GenericExecuteSpec update = database.sql(
                        "update backfill set asked_up_to = $3, updated_at = now() where client_id = $1 and id = $2")
                .bind(0, clientId)
                .bind(1, id);
        return nullable(update, 2, chunk).fetch().rowsUpdated().then();
    }

    /** @return whether it was in one of the states that it may change from */
    Mono<Boolean> change(UUID clientId, UUID id, Status to, List<Status> from) {
        return database.sql(CHANGE)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, name(to))
                .bind(3, from.stream().map(BackfillStore::name).toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Ends a backfill that is under way: keeps what became of it, and forgets which chunks it was.
     *
     * @return whether it still was under way
     */
    Mono<Boolean> end(UUID clientId, UUID id, Status status, Progress progress, @Nullable String error) {
        Mono<Long> finished = database.sql(FINISH)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, name(status))
                .bind(3, progress.completed())
                .bind(4, progress.failed())
                .bind(5, error == null ? "" : error)
                .fetch()
                .rowsUpdated();
        return finished.flatMap(rows -> rows == 0
                ? Mono.just(false)
                : database.sql("delete from backfill_chunk where client_id = $1 and backfill_id = $2")
                        .bind(0, clientId)
                        .bind(1, id)
                        .fetch()
                        .rowsUpdated()
                        .thenReturn(true));
    }

    private GenericExecuteSpec scoped(String sql, UUID clientId, Scope scope) {
        Filter filter = scope.filter();
        GenericExecuteSpec inProject = nullable(database.sql(sql).bind(0, clientId), 1, scope.projectId());
        return nullable(inProject, 2, scope.itemId()).bind(3, filter == null ? "" : filter.wireName());
    }

    private static GenericExecuteSpec nullable(GenericExecuteSpec spec, int index, @Nullable UUID id) {
        return id == null ? spec.bindNull(index, UUID.class) : spec.bind(index, id);
    }

    private static Backfill backfill(Readable row) {
        String filter = row.get("filter", String.class);
        return new Backfill(
                Objects.requireNonNull(row.get("id", UUID.class)),
                new Scope(
                        row.get("project_id", UUID.class),
                        row.get("item_id", UUID.class),
                        filter == null ? null : Filter.valueOf(filter.toUpperCase(Locale.ROOT)),
                        Objects.requireNonNull(row.get("batch_size", Integer.class))),
                Status.valueOf(
                        Objects.requireNonNull(row.get("status", String.class)).toUpperCase(Locale.ROOT)),
                row.get("asked_up_to", UUID.class),
                number(row, "chunks"),
                number(row, "completed"),
                number(row, "failed"),
                row.get("last_error", String.class),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                Objects.requireNonNull(row.get("updated_at", Instant.class)),
                row.get("finished_at", Instant.class));
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    /** A chunk that is to be embedded. */
    record Taken(UUID chunkId, int tokens) {}
}

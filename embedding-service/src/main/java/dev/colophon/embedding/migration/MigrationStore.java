package dev.colophon.embedding.migration;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.migration.Migration.Progress;
import dev.colophon.embedding.migration.Migration.Status;
import dev.colophon.embedding.migration.MigrationPlan.Counted;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Migrations and how far they are; every call is made within the client's transaction. */
@Component
class MigrationStore {

    static final UUID BEGINNING = new UUID(0, 0);

    private static final String COUNTED = """
            select count(*) as chunks, count(*) filter (where not known) as to_embed,
                   coalesce(sum(token_count) filter (where not known), 0)::bigint as tokens
              from (select c.token_count,
                           exists (select 1 from embedding e
                                    where e.client_id = $1 and e.content_hash = c.content_hash and e.model = $2) as known
                      from chunk c where c.client_id = $1) as chunk
            """;

    private static final String INSERT = """
            insert into migration (client_id, id, provider, model, revision, dimensions, integration_id, status)
            values ($1, $2, $3, $4, $5, $6, $7, 'running')
            """;

    private static final String COLUMNS =
            "select id, provider, model, revision, dimensions, integration_id, status, asked_up_to, last_error,"
                    + " coalesce(chunks, 0) as chunks, coalesce(completed, 0) as completed, coalesce(failed, 0) as failed,"
                    + " created_at, updated_at, finished_at from migration where client_id = $1";

    private static final String PROGRESS = """
            select count(*) as chunks, count(e.chunk_id) as completed, count(w.id) as failed
              from chunk c
              left join embedding e on e.client_id = $1 and e.chunk_id = c.id and e.model = $2
              left join work_item w on w.queue = $3 and w.subject_id = c.id and w.state = 'failed' and e.chunk_id is null
             where c.client_id = $1
            """;

    private static final String CHANGE = """
            update migration set status = $3, updated_at = now()
             where client_id = $1 and id = $2 and status = any($4)
            """;

    private static final String FINISH = """
            update migration set status = $3, last_error = nullif($4, ''), chunks = $5, completed = $6, failed = $7,
                   updated_at = now(), finished_at = now()
             where client_id = $1 and id = $2
            """;

    /** The next chunks that lack their vector and have not been asked for. */
    private static final String LACKING = """
            select c.id, c.token_count,
                   exists (select 1 from embedding e where e.client_id = $1 and e.chunk_id = c.id and e.model = $3)
                   or exists (select 1 from work_item w where w.queue = $4 and w.subject_id = c.id) as settled
              from chunk c where c.client_id = $1 and c.id > $2 order by c.id limit $5
            """;

    /** What was there before; what has arrived since is live, and never ends. */
    private static final String WAITING = """
            select exists (select 1 from work_item where queue = $2 and client_id = $1 and state = 'pending'
                              and priority >= 10) as waiting
            """;

    private static final String UNASKED = """
            select exists (select 1 from chunk c where c.client_id = $1
                              and not exists (select 1 from embedding e
                                               where e.client_id = $1 and e.chunk_id = c.id and e.model = $2)
                              and not exists (select 1 from work_item w where w.queue = $3 and w.subject_id = c.id)
                          ) as unasked
            """;

    private final DatabaseClient database;

    MigrationStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Counted> counted(UUID clientId, String model) {
        return database.sql(COUNTED)
                .bind(0, clientId)
                .bind(1, model)
                .map(row -> new Counted(number(row, "chunks"), number(row, "to_embed"), number(row, "tokens")))
                .one();
    }

    /** @throws org.springframework.dao.DataIntegrityViolationException where one is under way */
    Mono<Void> insert(UUID clientId, UUID id, ServedSpace target) {
        EmbeddingSpace space = target.space();
        DatabaseClient.GenericExecuteSpec insert = database.sql(INSERT)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, space.provider())
                .bind(3, space.model())
                .bind(4, space.revision())
                .bind(5, space.dimensions());
        UUID integration = target.integrationId();
        return (integration == null ? insert.bindNull(6, UUID.class) : insert.bind(6, integration))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Migration> find(UUID clientId, UUID id) {
        return database.sql(COLUMNS + " and id = $2")
                .bind(0, clientId)
                .bind(1, id)
                .map(MigrationStore::migration)
                .one()
                .flatMap(migration -> counted(clientId, migration));
    }

    /** Empty where it is not running; nothing is counted. */
    Mono<Migration> running(UUID clientId, UUID id) {
        return database.sql(COLUMNS + " and id = $2 and status = 'running'")
                .bind(0, clientId)
                .bind(1, id)
                .map(MigrationStore::migration)
                .one();
    }

    /** Newest first. */
    Flux<Migration> page(UUID clientId, @Nullable UUID before, int limit) {
        DatabaseClient.GenericExecuteSpec page = database.sql(
                        COLUMNS + " and ($2::uuid is null or id < $2) order by id desc limit $3")
                .bind(0, clientId);
        return (before == null ? page.bindNull(1, UUID.class) : page.bind(1, before))
                .bind(2, limit)
                .map(MigrationStore::migration)
                .all()
                .collectList()
                .flatMapIterable(all -> all)
                .concatMap(migration -> counted(clientId, migration));
    }

    private Mono<Migration> counted(UUID clientId, Migration migration) {
        return migration.status().isUnderWay()
                ? progress(clientId, migration.target()).map(migration::with)
                : Mono.just(migration);
    }

    Mono<Progress> progress(UUID clientId, ServedSpace target) {
        return database.sql(PROGRESS)
                .bind(0, clientId)
                .bind(1, target.model())
                .bind(2, ChunkWork.migration(target))
                .map(row -> new Progress(number(row, "chunks"), number(row, "completed"), number(row, "failed")))
                .one();
    }

    /** @return whether it was in one of the states that it may change from */
    Mono<Boolean> change(UUID clientId, UUID id, Status to, List<Status> from) {
        return database.sql(CHANGE)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, name(to))
                .bind(3, from.stream().map(MigrationStore::name).toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Ends a migration that is under way, where it stands.
     *
     * @return whether it still was
     */
    Mono<Boolean> end(UUID clientId, Migration migration, Status status, @Nullable String error) {
        return change(clientId, migration.id(), status, Status.UNDER_WAY)
                .flatMap(done -> done
                        ? finish(clientId, migration.id(), status, error, migration.progress())
                                .thenReturn(true)
                        : Mono.just(false));
    }

    Mono<Void> finish(UUID clientId, UUID id, Status status, @Nullable String error, Progress progress) {
        return database.sql(FINISH)
                .bind(0, clientId)
                .bind(1, id)
                .bind(2, name(status))
                .bind(3, error == null ? "" : error)
                .bind(4, progress.chunks())
                .bind(5, progress.completed())
                .bind(6, progress.failed())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<List<Lacking>> next(UUID clientId, ServedSpace target, UUID after, int limit) {
        return database.sql(LACKING)
                .bind(0, clientId)
                .bind(1, after)
                .bind(2, target.model())
                .bind(3, ChunkWork.migration(target))
                .bind(4, limit)
                .map(row -> new Lacking(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("token_count", Integer.class)),
                        Boolean.TRUE.equals(row.get("settled", Boolean.class))))
                .all()
                .collectList();
    }

    Mono<Void> askedUpTo(UUID clientId, UUID id, @Nullable UUID chunk) {
        DatabaseClient.GenericExecuteSpec update = database.sql(
                        "update migration set asked_up_to = $3, updated_at = now() where client_id = $1 and id = $2")
                .bind(0, clientId)
                .bind(1, id);
        return (chunk == null ? update.bindNull(2, UUID.class) : update.bind(2, chunk))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Boolean> hasWaiting(UUID clientId, ServedSpace target) {
        return database.sql(WAITING)
                .bind(0, clientId)
                .bind(1, ChunkWork.migration(target))
                .map(row -> Boolean.TRUE.equals(row.get("waiting", Boolean.class)))
                .one();
    }

    Mono<Boolean> hasUnasked(UUID clientId, ServedSpace target) {
        return database.sql(UNASKED)
                .bind(0, clientId)
                .bind(1, target.model())
                .bind(2, ChunkWork.migration(target))
                .map(row -> Boolean.TRUE.equals(row.get("unasked", Boolean.class)))
                .one();
    }

    private static Migration migration(Readable row) {
        EmbeddingSpace space = new EmbeddingSpace(
                Objects.requireNonNull(row.get("provider", String.class)),
                Objects.requireNonNull(row.get("model", String.class)),
                Objects.requireNonNull(row.get("revision", String.class)),
                Objects.requireNonNull(row.get("dimensions", Integer.class)));
        return new Migration(
                Objects.requireNonNull(row.get("id", UUID.class)),
                new ServedSpace(space, row.get("integration_id", UUID.class)),
                Status.valueOf(
                        Objects.requireNonNull(row.get("status", String.class)).toUpperCase(Locale.ROOT)),
                row.get("asked_up_to", UUID.class),
                row.get("last_error", String.class),
                new Progress(number(row, "chunks"), number(row, "completed"), number(row, "failed")),
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

    /** @param settled whether it has its vector, or has been asked for */
    record Lacking(UUID chunkId, int tokens, boolean settled) {}
}

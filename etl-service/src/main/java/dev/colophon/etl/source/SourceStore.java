package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.source.Source.LastRun;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sources in the database, always within a transaction of their client but for {@link #owners} and {@link #endpoint}. */
@Component
class SourceStore {

    private static final String SELECT = """
            select s.id, s.project_id, s.type, s.name, s.config, extract(epoch from s.schedule)::bigint as schedule_seconds,
                   s.schedule_cron, s.schedule_zone, s.paused, s.cursor, s.created_at, s.updated_at,
                   planned.due_at as next_sync_at, run.id as run_id, run.status as run_status,
                   run.created_at as run_created_at, run.finished_at as run_finished_at, run.error as run_error
              from source s
              left join work_item planned on planned.queue = 'source-schedule' and planned.subject_id = s.id
              left join lateral (select * from sync_run where source_id = s.id order by id desc limit 1) run on true
            """;
    private static final UUID BEFORE_EVERY_ID = new UUID(0, 0);

    private final DatabaseClient database;
    private final Rows rows;

    SourceStore(DatabaseClient database, Rows rows) {
        this.database = database;
        this.rows = rows;
    }

    Mono<Void> insert(UUID clientId, Source source, @Nullable String sealedCredentials) {
        Schedule schedule = source.schedule();
        return database.sql("with owner as (insert into source_owner (source_id, client_id, type) values ($1, $2, $4))"
                        + " insert into source (id, client_id, project_id, type, name, config, credentials, schedule,"
                        + " schedule_cron, schedule_zone)"
                        + " values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8 * interval '1 second', $9, $10)")
                .bind(0, source.id())
                .bind(1, clientId)
                .bind(2, source.projectId())
                .bind(3, source.type())
                .bind(4, source.name())
                .bind(5, rows.written(source.config()))
                .bind(6, Rows.optional(String.class, sealedCredentials))
                .bind(7, Rows.optional(Long.class, seconds(schedule)))
                .bind(8, Rows.optional(String.class, schedule == null ? null : schedule.cron()))
                .bind(9, Rows.optional(String.class, zone(schedule)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> update(Source source) {
        Schedule schedule = source.schedule();
        return database.sql("update source set name = $2, config = $3::jsonb, paused = $4,"
                        + " schedule = $5 * interval '1 second', schedule_cron = $6, schedule_zone = $7,"
                        + " updated_at = clock_timestamp() where id = $1")
                .bind(0, source.id())
                .bind(1, source.name())
                .bind(2, rows.written(source.config()))
                .bind(3, source.paused())
                .bind(4, Rows.optional(Long.class, seconds(schedule)))
                .bind(5, Rows.optional(String.class, schedule == null ? null : schedule.cron()))
                .bind(6, Rows.optional(String.class, zone(schedule)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Moves the cursor of a source, unless its configuration is another by now: what was reached says nothing of it. */
    Mono<Void> moveCursor(Source source, JsonNode cursor) {
        return database.sql("update source set cursor = $2::jsonb where id = $1 and config = $3::jsonb")
                .bind(0, source.id())
                .bind(1, rows.written(cursor))
                .bind(2, rows.written(source.config()))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Keeps others from capturing items of the source until the transaction ends; empty where it is gone. */
    Mono<UUID> lock(UUID id) {
        return database.sql("select id from source where id = $1 for no key update")
                .bind(0, id)
                .mapValue(UUID.class)
                .one();
    }

    /** The sealed credentials; empty where there are none. */
    Mono<String> credentials(UUID id) {
        return database.sql("select credentials from source where id = $1 and credentials is not null")
                .bind(0, id)
                .mapValue(String.class)
                .one();
    }

    /** What a delivery must meet, and whose it is. */
    record Addressed(
            UUID clientId, boolean paused, @Nullable String credentials) {}

    /** Of a source of a type, whoever's it is; not to be called within a transaction. */
    Mono<Addressed> endpoint(UUID id, String type) {
        return database.sql("select * from webhook_endpoint($1, $2)")
                .bind(0, id)
                .bind(1, type)
                .map(row -> new Addressed(
                        Rows.required(row, "client_id", UUID.class),
                        Rows.required(row, "paused", Boolean.class),
                        row.get("credentials", String.class)))
                .one();
    }

    Mono<Void> storeCredentials(UUID id, @Nullable String sealed) {
        return database.sql("update source set credentials = $2, updated_at = clock_timestamp() where id = $1")
                .bind(0, id)
                .bind(1, Rows.optional(String.class, sealed))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Ids of sources with credentials that another key has sealed. */
    Flux<UUID> notSealedWith(String keyId) {
        return database.sql("select id from source where credentials is not null"
                        + " and split_part(credentials, '.', 2) <> $1 order by id for update")
                .bind(0, keyId)
                .mapValue(UUID.class)
                .all();
    }

    /** Who has sources; needs no client. */
    Flux<UUID> owners() {
        return database.sql("select distinct client_id from source_owner order by client_id")
                .mapValue(UUID.class)
                .all();
    }

    Mono<Source> find(UUID id) {
        return database.sql(SELECT + " where s.id = $1")
                .bind(0, id)
                .map(this::source)
                .one();
    }

    /** As {@link #find}; {@code 404} where it is not this client's. */
    Mono<Source> require(UUID id) {
        return find(id).switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no source " + id)));
    }

    Mono<Page<Source>> list(@Nullable UUID projectId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql(
                        SELECT + " where s.id > $1 and ($2::uuid is null or s.project_id = $2) order by s.id limit $3")
                .bind(0, cursor == null ? BEFORE_EVERY_ID : cursor.uuid(0))
                .bind(1, Rows.optional(UUID.class, projectId))
                .bind(2, page.fetchLimit())
                .map(this::source)
                .all()
                .collectList()
                .map(found -> Page.of(found, page, source -> Cursor.of(source.id())));
    }

    Mono<Void> delete(UUID id) {
        return database.sql("delete from source where id = $1")
                .bind(0, id)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Source source(Readable row) {
        return new Source(
                Rows.required(row, "id", UUID.class),
                Rows.required(row, "project_id", UUID.class),
                Rows.required(row, "type", String.class),
                Rows.required(row, "name", String.class),
                rows.tree(Rows.required(row, "config", String.class)),
                schedule(row),
                Rows.required(row, "paused", Boolean.class),
                rows.tree(Rows.required(row, "cursor", String.class)),
                row.get("next_sync_at", Instant.class),
                lastRun(row),
                null,
                Rows.required(row, "created_at", Instant.class),
                Rows.required(row, "updated_at", Instant.class));
    }

    private static @Nullable LastRun lastRun(Readable row) {
        UUID id = row.get("run_id", UUID.class);
        return id == null
                ? null
                : new LastRun(
                        id,
                        Rows.required(row, "run_status", String.class),
                        Rows.required(row, "run_created_at", Instant.class),
                        row.get("run_finished_at", Instant.class),
                        row.get("run_error", String.class));
    }

    private static @Nullable Schedule schedule(Readable row) {
        Long seconds = row.get("schedule_seconds", Long.class);
        String cron = row.get("schedule_cron", String.class);
        String zone = row.get("schedule_zone", String.class);
        if (seconds == null && cron == null) {
            return null;
        }
        return seconds == null
                ? new Schedule(null, cron, zone == null ? null : ZoneId.of(zone))
                : new Schedule(Duration.ofSeconds(seconds), null, null);
    }

    private static @Nullable Long seconds(@Nullable Schedule schedule) {
        Duration every = schedule == null ? null : schedule.every();
        return every == null ? null : every.toSeconds();
    }

    private static @Nullable String zone(@Nullable Schedule schedule) {
        ZoneId zone = schedule == null ? null : schedule.zone();
        return zone == null ? null : zone.getId();
    }
}

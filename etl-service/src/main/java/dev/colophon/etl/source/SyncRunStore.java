package dev.colophon.etl.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.etl.item.CaptureResult;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Runs in the database, always within a transaction of their client. */
@Component
class SyncRunStore {

    private static final TypeReference<Map<String, String>> HEADS = new TypeReference<>() {};
    private static final UUID AFTER_EVERY_ID = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private final DatabaseClient database;
    private final ObjectMapper json;

    SyncRunStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Adds a queued run; empty where one is queued or running already. */
    Mono<SyncRun> add(UUID clientId, UUID runId, UUID sourceId, boolean full) {
        return database.sql("insert into sync_run (id, client_id, source_id, status, full_sync)"
                        + " values ($1, $2, $3, 'queued', $4) on conflict do nothing returning *")
                .bind(0, runId)
                .bind(1, clientId)
                .bind(2, sourceId)
                .bind(3, full)
                .map(this::run)
                .one();
    }

    Mono<SyncRun> active(UUID sourceId) {
        return database.sql("select * from sync_run where source_id = $1 and status in ('queued', 'running')")
                .bind(0, sourceId)
                .map(this::run)
                .one();
    }

    Mono<SyncRun> find(UUID id) {
        return database.sql("select * from sync_run where id = $1")
                .bind(0, id)
                .map(this::run)
                .one();
    }

    Mono<Page<SyncRun>> list(UUID sourceId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql("select * from sync_run where source_id = $1 and id < $2 order by id desc limit $3")
                .bind(0, sourceId)
                .bind(1, cursor == null ? AFTER_EVERY_ID : cursor.uuid(0))
                .bind(2, page.fetchLimit())
                .map(this::run)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, run -> Cursor.of(run.id())));
    }

    /** Starts a run and fixes where it goes; a run that was started before keeps its way. */
    Mono<SyncRun> start(UUID id, Map<String, String> heads) {
        return database.sql(
                        "update sync_run set status = 'running', heads = coalesce(heads, $2::jsonb),"
                                + " started_at = coalesce(started_at, clock_timestamp()), error = null where id = $1 returning *")
                .bind(0, id)
                .bind(1, written(heads))
                .map(this::run)
                .one();
    }

    Mono<Void> advance(UUID id, int position, CaptureResult result, int failed) {
        return database.sql("update sync_run set position = $2, items_seen = items_seen + $3 + $4 + $5,"
                        + " items_captured = items_captured + $3, items_unchanged = items_unchanged + $4,"
                        + " items_failed = items_failed + $5 where id = $1")
                .bind(0, id)
                .bind(1, position)
                .bind(2, result.captured())
                .bind(3, result.unchanged())
                .bind(4, failed)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> succeed(UUID id, int removed) {
        return database.sql("update sync_run set status = 'succeeded', items_removed = $2,"
                        + " finished_at = clock_timestamp() where id = $1")
                .bind(0, id)
                .bind(1, removed)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> fail(UUID id, String error) {
        return database.sql("update sync_run set status = 'failed', error = $2, finished_at = clock_timestamp()"
                        + " where id = $1")
                .bind(0, id)
                .bind(1, error)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private SyncRun run(Readable row) {
        return new SyncRun(
                SourceStore.required(row, "id", UUID.class),
                SourceStore.required(row, "source_id", UUID.class),
                SourceStore.required(row, "status", String.class),
                SourceStore.required(row, "full_sync", Boolean.class),
                heads(row.get("heads", String.class)),
                SourceStore.required(row, "position", Integer.class),
                SourceStore.required(row, "items_seen", Integer.class),
                SourceStore.required(row, "items_captured", Integer.class),
                SourceStore.required(row, "items_unchanged", Integer.class),
                SourceStore.required(row, "items_removed", Integer.class),
                SourceStore.required(row, "items_failed", Integer.class),
                row.get("error", String.class),
                SourceStore.required(row, "created_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("finished_at", Instant.class));
    }

    private String written(Map<String, String> heads) {
        try {
            return json.writeValueAsString(heads);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Map<String, String> heads(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, HEADS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

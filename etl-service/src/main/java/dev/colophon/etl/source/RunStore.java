package dev.colophon.etl.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.item.CaptureResult;
import dev.colophon.etl.source.SourceRun.Wait;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Runs in the database, always within a transaction of their client. */
@Component
class RunStore {

    private static final String UNDER_WAY = "status in ('queued', 'running', 'waiting')";
    private static final UUID AFTER_EVERY_ID = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /** The checkpoint is left where it is: only whoever goes on with the run needs it. */
    private static final String SHOWN = "select id, source_id, status, full_sync, items_seen, items_captured,"
            + " items_unchanged, items_removed, items_failed, cursor_before, cursor_after, waits, '{}'::jsonb as checkpoint,"
            + " failures, error, created_at, started_at, finished_at from sync_run ";

    private final DatabaseClient database;
    private final Rows rows;

    RunStore(DatabaseClient database, Rows rows) {
        this.database = database;
        this.rows = rows;
    }

    /** Adds a queued run; empty where one is under way already. */
    Mono<SourceRun> add(UUID clientId, UUID runId, UUID sourceId, boolean full) {
        return database.sql("insert into sync_run (id, client_id, source_id, status, full_sync)"
                        + " values ($1, $2, $3, 'queued', $4) on conflict do nothing returning *")
                .bind(0, runId)
                .bind(1, clientId)
                .bind(2, sourceId)
                .bind(3, full)
                .map(this::run)
                .one();
    }

    Mono<SourceRun> active(UUID sourceId) {
        return database.sql(SHOWN + "where source_id = $1 and " + UNDER_WAY)
                .bind(0, sourceId)
                .map(this::run)
                .one();
    }

    Mono<SourceRun> find(UUID id) {
        return database.sql(SHOWN + "where id = $1").bind(0, id).map(this::run).one();
    }

    Mono<Page<SourceRun>> list(UUID sourceId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql(SHOWN + "where source_id = $1 and id < $2 order by id desc limit $3")
                .bind(0, sourceId)
                .bind(1, cursor == null ? AFTER_EVERY_ID : cursor.uuid(0))
                .bind(2, page.fetchLimit())
                .map(this::run)
                .all()
                .collectList()
                .map(found -> Page.of(found, page, run -> Cursor.of(run.id())));
    }

    /** Starts a run; one that was started before keeps where it began. Empty where it is over. */
    Mono<SourceRun> start(UUID id, JsonNode cursor) {
        return database.sql("update sync_run set status = 'running',"
                        + " cursor_before = coalesce(cursor_before, $2::jsonb),"
                        + " started_at = coalesce(started_at, clock_timestamp()), error = null where id = $1 and "
                        + UNDER_WAY + " returning *")
                .bind(0, id)
                .bind(1, rows.written(cursor))
                .map(this::run)
                .one();
    }

    Mono<Void> advance(UUID id, CaptureResult result, JsonNode checkpoint) {
        return changed(database.sql("update sync_run set items_seen = items_seen + $2 + $3,"
                        + " items_captured = items_captured + $2, items_unchanged = items_unchanged + $3,"
                        + " checkpoint = $4::jsonb, failures = 0 where id = $1")
                .bind(0, id)
                .bind(1, result.captured())
                .bind(2, result.unchanged())
                .bind(3, rows.written(checkpoint)));
    }

    Mono<Void> countRemoved(UUID id, int removed) {
        return changed(database.sql("update sync_run set items_removed = items_removed + $2 where id = $1")
                .bind(0, id)
                .bind(1, removed));
    }

    Mono<Void> countFailed(UUID id) {
        return changed(database.sql(
                        "update sync_run set items_seen = items_seen + 1, items_failed = items_failed + 1 where id = $1")
                .bind(0, id));
    }

    /** Shows a pause; of many the latest fifty are kept. */
    Mono<Void> waiting(UUID id, Wait wait, @Nullable String error) {
        return changed(database.sql("update sync_run set status = 'waiting', error = $3, waits = case"
                        + " when jsonb_array_length(waits) >= 50 then (waits - 0) || $2::jsonb"
                        + " else waits || $2::jsonb end where id = $1 and " + UNDER_WAY)
                .bind(0, id)
                .bind(1, rows.written(wait))
                .bind(2, Rows.optional(String.class, error)));
    }

    Mono<Void> goingOn(UUID id) {
        return changed(database.sql("update sync_run set status = 'running' where id = $1 and status = 'waiting'")
                .bind(0, id));
    }

    /** Notes a failure of the whole run; gives how many there are in a row. */
    Mono<Integer> failedAgain(UUID id) {
        return database.sql("update sync_run set failures = failures + 1 where id = $1 returning failures")
                .bind(0, id)
                .mapValue(Integer.class)
                .one();
    }

    /** Ends a run; empty where it was over already. */
    Mono<SourceRun> end(UUID id, String status, @Nullable JsonNode cursor, @Nullable String error) {
        return database.sql("update sync_run set status = $2, cursor_after = $3::jsonb, error = $4, checkpoint = '{}',"
                        + " finished_at = clock_timestamp() where id = $1 and " + UNDER_WAY + " returning *")
                .bind(0, id)
                .bind(1, status)
                .bind(2, Rows.optional(String.class, cursor == null ? null : rows.written(cursor)))
                .bind(3, Rows.optional(String.class, error))
                .map(this::run)
                .one();
    }

    /** Forgets runs of a source that ended long ago. */
    Mono<Long> deleteOlder(UUID sourceId, Duration age) {
        return database.sql("delete from sync_run where source_id = $1"
                        + " and finished_at < clock_timestamp() - $2 * interval '1 second'")
                .bind(0, sourceId)
                .bind(1, age.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    private static Mono<Void> changed(DatabaseClient.GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().then();
    }

    private SourceRun run(Readable row) {
        return new SourceRun(
                Rows.required(row, "id", UUID.class),
                Rows.required(row, "source_id", UUID.class),
                Rows.required(row, "status", String.class),
                Rows.required(row, "full_sync", Boolean.class),
                Rows.required(row, "items_seen", Integer.class),
                Rows.required(row, "items_captured", Integer.class),
                Rows.required(row, "items_unchanged", Integer.class),
                Rows.required(row, "items_removed", Integer.class),
                Rows.required(row, "items_failed", Integer.class),
                rows.optionalTree(row, "cursor_before"),
                rows.optionalTree(row, "cursor_after"),
                rows.read(Rows.required(row, "waits", String.class), new TypeReference<List<Wait>>() {}),
                rows.tree(Rows.required(row, "checkpoint", String.class)),
                Rows.required(row, "failures", Integer.class),
                row.get("error", String.class),
                Rows.required(row, "created_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("finished_at", Instant.class));
    }
}

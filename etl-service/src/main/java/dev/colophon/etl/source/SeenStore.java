package dev.colophon.etl.source;

import dev.colophon.etl.source.SourceRun.ItemError;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What a run has met and what it could not read, always within a transaction of its client. */
@Component
class SeenStore {

    private static final String UNSEEN = """
            select i.id from item i join sync_run r on r.id = $1
             where i.source_id = r.source_id and i.kind = $2 and i.removed_at is null and i.captured_at < r.started_at
               and not exists (select from run_seen s
                                where s.run_id = r.id and s.kind = i.kind and s.external_id = i.external_id)
               and not exists (select from run_error e where e.run_id = r.id and e.external_id = i.external_id)
             limit $3
            """;

    private record Row(UUID id, ItemError error) {}

    private static final UUID BEFORE_EVERY_ID = new UUID(0, 0);

    private final DatabaseClient database;

    SeenStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(UUID clientId, UUID runId, ItemKind kind, Collection<String> externalIds) {
        return database.sql("insert into run_seen (run_id, client_id, kind, external_id)"
                        + " select $1, $2, $3, external_id from unnest($4::text[]) as s(external_id)"
                        + " on conflict do nothing")
                .bind(0, runId)
                .bind(1, clientId)
                .bind(2, kind.wireName())
                .bind(3, externalIds.toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Items of a kind that a run has not met, and that nobody captured since it began. */
    Mono<List<UUID>> unseen(UUID runId, ItemKind kind, int limit) {
        return database.sql(UNSEEN)
                .bind(0, runId)
                .bind(1, kind.wireName())
                .bind(2, limit)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    Mono<Void> forget(UUID runId) {
        return database.sql("delete from run_seen where run_id = $1")
                .bind(0, runId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Gives whether the error is new. */
    Mono<Boolean> addError(UUID clientId, UUID runId, String externalId, @Nullable String url, String message) {
        return database.sql("insert into run_error (id, client_id, run_id, external_id, url, message)"
                        + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing")
                .bind(0, Ids.newId())
                .bind(1, clientId)
                .bind(2, runId)
                .bind(3, externalId)
                .bind(4, Rows.optional(String.class, url))
                .bind(5, message)
                .fetch()
                .rowsUpdated()
                .map(added -> added == 1);
    }

    Mono<Page<ItemError>> errors(UUID runId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql("select * from run_error where run_id = $1 and id > $2 order by id limit $3")
                .bind(0, runId)
                .bind(1, cursor == null ? BEFORE_EVERY_ID : cursor.uuid(0))
                .bind(2, page.fetchLimit())
                .map(row -> new Row(
                        Rows.required(row, "id", UUID.class),
                        new ItemError(
                                Rows.required(row, "external_id", String.class),
                                row.get("url", String.class),
                                Rows.required(row, "message", String.class),
                                Rows.required(row, "created_at", Instant.class))))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.id())))
                .map(rows -> new Page<>(rows.items().stream().map(Row::error).toList(), rows.nextCursor()));
    }
}

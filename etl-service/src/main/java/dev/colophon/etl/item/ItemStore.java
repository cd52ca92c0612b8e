package dev.colophon.etl.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Readable;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Items in the database, always within a transaction of their client. */
@Component
class ItemStore {

    private static final String UPSERT = """
            insert into item (id, client_id, project_id, source_id, kind, external_id, version, source_version, parts,
                   content_hash, title, text, url, author, attributes, occurred_at)
            select id, client_id, project_id, source_id, kind, external_id, version, source_version, parts, content_hash,
                   title, text, url, author, attributes::jsonb, occurred_at
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[],
                   $8::bigint[], $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
                   $16::timestamptz[])
                   as i(id, client_id, project_id, source_id, kind, external_id, version, source_version, parts,
                   content_hash, title, text, url, author, attributes, occurred_at)
            on conflict (id) do update
               set version = excluded.version, source_version = excluded.source_version, parts = excluded.parts,
                   content_hash = excluded.content_hash, title = excluded.title, text = excluded.text,
                   url = excluded.url, author = excluded.author, attributes = excluded.attributes,
                   occurred_at = excluded.occurred_at,
                   captured_at = clock_timestamp(), removed_at = null
            """;

    private static final String STORED = """
            select id, version, coalesce(source_version, version) as source_version, parts, content_hash,
                   removed_at is not null as removed
              from item where %s order by id for update
            """;

    private static final String LIST = """
            select id, project_id, source_id, kind, external_id, version, title, null as text, url, author, attributes,
                   occurred_at, captured_at
              from item
             where removed_at is null and id > $1 and ($2::uuid is null or project_id = $2)
               and ($3::text is null or kind = $3) and ($4::uuid is null or source_id = $4)
             order by id limit $5
            """;

    private static final UUID BEFORE_EVERY_ID = new UUID(0, 0);
    private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};

    private final DatabaseClient database;
    private final ObjectMapper json;

    ItemStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** What is stored of the items, locked until the transaction ends. */
    Mono<List<StoredItem>> lock(Collection<UUID> ids) {
        return stored("id = any($1)", ids.toArray(UUID[]::new));
    }

    /** Items of a project that are there, locked. */
    Mono<List<StoredItem>> lockOfProject(UUID projectId) {
        return stored("project_id = $1 and removed_at is null", projectId);
    }

    /** Items of a source that are there, locked. */
    Mono<List<StoredItem>> lockOfSource(UUID sourceId) {
        return stored("source_id = $1 and removed_at is null", sourceId);
    }

    Mono<Void> upsert(List<Capture> captures) {
        return database.sql(UPSERT)
                .bind(0, column(captures, UUID.class, capture -> capture.draft().itemId()))
                .bind(1, column(captures, UUID.class, capture -> capture.draft().clientId()))
                .bind(2, column(captures, UUID.class, capture -> capture.draft().projectId()))
                .bind(3, column(captures, UUID.class, capture -> capture.draft().sourceId()))
                .bind(4, column(captures, String.class, capture -> capture.draft()
                        .kind()
                        .wireName()))
                .bind(5, column(captures, String.class, capture -> capture.draft()
                        .externalId()))
                .bind(6, column(captures, Long.class, Capture::version))
                .bind(7, column(captures, Long.class, Capture::sourceVersion))
                .bind(8, column(captures, Integer.class, capture -> capture.texts()
                        .size()))
                .bind(9, column(captures, String.class, Capture::contentHash))
                .bind(10, column(captures, String.class, capture -> capture.draft()
                        .title()))
                .bind(11, column(captures, String.class, capture -> capture.draft()
                        .text()))
                .bind(12, column(captures, String.class, capture -> capture.draft()
                        .url()))
                .bind(13, column(captures, String.class, capture -> capture.draft()
                        .author()))
                .bind(
                        14,
                        column(
                                captures,
                                String.class,
                                capture -> written(capture.draft().attributes())))
                .bind(
                        15,
                        column(
                                captures,
                                OffsetDateTime.class,
                                capture -> utc(capture.draft().occurredAt())))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Marks items as gone; their text is forgotten, their version is not. */
    Mono<Void> markRemoved(Collection<UUID> ids) {
        return database.sql(
                        "update item set removed_at = clock_timestamp(), version = version + 1, text = '', title = '',"
                                + " url = null, author = null, attributes = '{}', content_hash = '' where id = any($1)")
                .bind(0, ids.toArray(UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Has an item that is gone, or was never here, known as gone at a version at least. */
    Mono<Void> bury(
            UUID id, UUID clientId, UUID projectId, UUID sourceId, ItemKind kind, String externalId, long version) {
        return database.sql("insert into item (id, client_id, project_id, source_id, kind, external_id, version, parts,"
                        + " content_hash, title, text, attributes, removed_at)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, 1, '', '', '', '{}', clock_timestamp())"
                        + " on conflict (id) do update set version = greatest(item.version, excluded.version)"
                        + " where item.removed_at is not null")
                .bind(0, id)
                .bind(1, clientId)
                .bind(2, projectId)
                .bind(3, sourceId)
                .bind(4, kind.wireName())
                .bind(5, externalId)
                .bind(6, version)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Item> find(UUID id) {
        return database.sql("select * from item where id = $1 and removed_at is null")
                .bind(0, id)
                .map(this::item)
                .one();
    }

    Mono<Page<Item>> list(@Nullable UUID projectId, @Nullable String kind, @Nullable UUID sourceId, PageRequest page) {
        Cursor cursor = page.cursor();
        return nullable(
                        nullable(nullable(database.sql(LIST), 1, UUID.class, projectId), 2, String.class, kind),
                        3,
                        UUID.class,
                        sourceId)
                .bind(0, cursor == null ? BEFORE_EVERY_ID : cursor.uuid(0))
                .bind(4, page.fetchLimit())
                .map(this::item)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, item -> Cursor.of(item.id())));
    }

    private Mono<List<StoredItem>> stored(String condition, Object argument) {
        return database.sql(STORED.formatted(condition))
                .bind(0, argument)
                .map(row -> new StoredItem(
                        required(row, "id", UUID.class),
                        required(row, "version", Long.class),
                        required(row, "source_version", Long.class),
                        required(row, "parts", Integer.class),
                        required(row, "content_hash", String.class),
                        required(row, "removed", Boolean.class)))
                .all()
                .collectList();
    }

    private Item item(Readable row) {
        return new Item(
                required(row, "id", UUID.class),
                required(row, "project_id", UUID.class),
                row.get("source_id", UUID.class),
                required(row, "kind", String.class),
                required(row, "external_id", String.class),
                required(row, "version", Long.class),
                required(row, "title", String.class),
                row.get("text", String.class),
                row.get("url", String.class),
                row.get("author", String.class),
                read(required(row, "attributes", String.class)),
                row.get("occurred_at", Instant.class),
                required(row, "captured_at", Instant.class));
    }

    private static DatabaseClient.GenericExecuteSpec nullable(
            DatabaseClient.GenericExecuteSpec statement, int index, Class<?> type, @Nullable Object value) {
        return value == null ? statement.bindNull(index, type) : statement.bind(index, value);
    }

    private String written(Map<String, String> attributes) {
        try {
            return json.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> read(String attributes) {
        try {
            return json.readValue(attributes, ATTRIBUTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    @SuppressWarnings("unchecked") // the array is made with the type it is cast to
    private static <T> T[] column(
            List<Capture> captures, Class<T> type, Function<Capture, ? extends @Nullable T> value) {
        T[] column = (T[]) Array.newInstance(type, captures.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(captures.get(i));
        }
        return column;
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}

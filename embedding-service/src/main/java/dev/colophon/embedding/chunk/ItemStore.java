package dev.colophon.embedding.chunk;

import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Items and the parts that wait for one another. Every write is guarded by the item's version. */
@Component
class ItemStore {

    private static final String UPSERT = """
            insert into item (client_id, id, project_id, kind, version, title, url, occurred_at, chunks, chunker)
            select $1, i.id, i.project_id, i.kind, i.version, i.title, nullif(i.url, ''),
                   nullif(i.occurred_at, '')::timestamptz, i.chunks, $10
              from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::int[])
                   as i(id, project_id, kind, version, title, url, occurred_at, chunks)
             where not exists (select 1 from removed_project r where r.client_id = $1 and r.project_id = i.project_id)
             order by i.id
            on conflict (client_id, id) do update
               set project_id = excluded.project_id, kind = excluded.kind, version = excluded.version,
                   title = excluded.title, url = excluded.url, occurred_at = excluded.occurred_at, removed = false,
                   chunks = excluded.chunks, chunker = excluded.chunker, updated_at = now()
             where item.version < excluded.version
            returning id, xmax = 0 as fresh
            """;

    /** Locks in the same order as those who complete chunks do. */
    private static final String CUT_AGAIN = """
            with locked as (
                select i.id, w.chunks
                  from item i
                  join unnest($2::uuid[], $3::bigint[], $4::int[]) as w(id, version, chunks)
                    on w.id = i.id and w.version = i.version
                 where i.client_id = $1 and not i.removed
                 order by i.id
                   for no key update of i
            )
            update item i set chunks = locked.chunks, chunker = $5
              from locked where i.client_id = $1 and i.id = locked.id
            returning i.id
            """;

    private static final String REMOVE = """
            insert into item (client_id, id, project_id, kind, version, title, removed)
            select $1, i.id, i.project_id, '', i.version, '', true
              from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as i(id, project_id, version)
             order by i.id
            on conflict (client_id, id) do update
               set version = excluded.version, title = '', url = null, removed = true, updated_at = now()
             where item.version < excluded.version
            returning id
            """;

    private static final String REMOVE_PROJECT = """
            with locked as (
                select id from item where client_id = $1 and project_id = $2 and not removed order by id for update
            )
            update item set title = '', url = null, removed = true, updated_at = now()
             where client_id = $1 and id in (select id from locked)
            """;

    private static final String ADD_PARTS = """
            insert into item_part (client_id, item_id, version, part, parts, text)
            select $1, p.item_id, p.version, p.part, p.parts, p.text
              from unnest($2::uuid[], $3::bigint[], $4::int[], $5::int[], $6::text[])
                   as p(item_id, version, part, parts, text)
            on conflict do nothing
            """;

    /** Parts travel on several partitions: whoever brings the last one must see what the others brought. */
    private static final String LOCK_PARTS = """
            select pg_advisory_xact_lock(hashtextextended($1::text || item_id::text, 0))
              from (select distinct item_id from unnest($2::uuid[]) as i(item_id) order by item_id) as items
            """;

    private static final String WHOLE_TEXTS = """
            select item_id, version, string_agg(text, '' order by part) as text
              from item_part
             where client_id = $1 and item_id = any($2)
             group by item_id, version
            having count(*) = max(parts)
            """;

    private static final String DROP_PARTS = """
            delete from item_part p using item i
             where p.client_id = $1 and p.item_id = any($2) and i.client_id = $1 and i.id = p.item_id
               and p.version <= i.version
            """;

    private final DatabaseClient database;

    ItemStore(DatabaseClient database) {
        this.database = database;
    }

    /** Takes versions that are newer than what is stored. The answer says of each whether the item was not there before. */
    Mono<Map<UUID, Boolean>> upsert(UUID clientId, List<CutItem> cut) {
        List<CapturedItem> items = cut.stream().map(CutItem::item).toList();
        return database.sql(UPSERT)
                .bind(0, clientId)
                .bind(1, uuids(items, CapturedItem::id))
                .bind(2, uuids(items, item -> item.told().projectId()))
                .bind(3, texts(items, item -> item.told().kind().wireName()))
                .bind(4, longs(items, item -> item.told().version()))
                .bind(5, texts(items, CapturedItem::title))
                .bind(
                        6,
                        texts(
                                items,
                                item -> CapturedItem.storable(
                                        Objects.requireNonNullElse(item.told().url(), ""))))
                .bind(7, texts(items, item -> Objects.toString(item.told().occurredAt(), "")))
                .bind(8, numbersOfChunks(cut))
                .bind(9, Chunker.VERSION)
                .map(row -> Map.entry(row.get("id", UUID.class), row.get("fresh", Boolean.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Notes how items of stored versions are cut now, and locks them. The answer has those of which it is still the version. */
    Mono<Set<UUID>> cutAgain(UUID clientId, List<CutItem> cut) {
        return database.sql(CUT_AGAIN)
                .bind(0, clientId)
                .bind(1, uuids(cut, CutItem::id))
                .bind(2, longs(cut, item -> item.item().told().version()))
                .bind(3, numbersOfChunks(cut))
                .bind(4, Chunker.VERSION)
                .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }

    private static Integer[] numbersOfChunks(List<CutItem> cut) {
        return cut.stream().map(item -> item.chunks().size()).toArray(Integer[]::new);
    }

    /** Marks items as removed; a later event of an older version does not bring them back. */
    Mono<List<UUID>> remove(UUID clientId, List<ItemRemoved> removals) {
        return database.sql(REMOVE)
                .bind(0, clientId)
                .bind(1, uuids(removals, ItemRemoved::itemId))
                .bind(2, uuids(removals, ItemRemoved::projectId))
                .bind(3, longs(removals, ItemRemoved::version))
                .map(row -> row.get("id", UUID.class))
                .all()
                .collectList();
    }

    Mono<Void> removeProject(UUID clientId, UUID projectId) {
        Mono<Long> remember = database.sql(
                        "with untagged as (delete from project_tag where client_id = $1 and project_id = $2)"
                                + " insert into removed_project (client_id, project_id, removed_at) values ($1, $2, now())"
                                + " on conflict do nothing")
                .bind(0, clientId)
                .bind(1, projectId)
                .fetch()
                .rowsUpdated();
        return remember.then(database.sql(REMOVE_PROJECT)
                        .bind(0, clientId)
                        .bind(1, projectId)
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    /** Keeps parts, and gives back by item the texts of the versions that are whole by now. */
    Flux<WholeText> addParts(UUID clientId, List<ItemCaptured> parts) {
        UUID[] itemIds = uuids(parts, ItemCaptured::itemId);
        Mono<Long> add = database.sql(ADD_PARTS)
                .bind(0, clientId)
                .bind(1, itemIds)
                .bind(2, longs(parts, ItemCaptured::version))
                .bind(3, parts.stream().map(ItemCaptured::part).toArray(Integer[]::new))
                .bind(4, parts.stream().map(ItemCaptured::parts).toArray(Integer[]::new))
                .bind(5, texts(parts, part -> CapturedItem.storable(part.text())))
                .fetch()
                .rowsUpdated();
        Mono<Long> lock = database.sql(LOCK_PARTS)
                .bind(0, clientId.toString())
                .bind(1, itemIds)
                .fetch()
                .all()
                .count();
        return add.then(lock)
                .thenMany(database.sql(WHOLE_TEXTS)
                        .bind(0, clientId)
                        .bind(1, itemIds)
                        .map(row -> new WholeText(
                                row.get("item_id", UUID.class),
                                row.get("version", Long.class),
                                row.get("text", String.class)))
                        .all());
    }

    /** Forgets the parts of versions that are stored, or older. */
    Mono<Void> dropParts(UUID clientId, Collection<UUID> itemIds) {
        return database.sql(DROP_PARTS)
                .bind(0, clientId)
                .bind(1, itemIds.toArray(UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The text of one version, all parts in order. */
    record WholeText(UUID itemId, long version, String text) {}

    private static <T> UUID[] uuids(Collection<T> rows, Function<T, UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    private static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Long[] longs(Collection<T> rows, Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }
}

package dev.colophon.embedding.chunk;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Chunks as their items give them; what becomes of each is for the worker to write. */
@Component
class ChunkStore {

    /** Keeps one statement's arrays to a few megabytes. */
    private static final int ROWS_PER_STATEMENT = 1_000;

    private static final String ADD = """
            insert into chunk (client_id, id, item_id, project_id, ordinal, context, text, content_hash, token_count)
            select $1, c.id, c.item_id, c.project_id, c.ordinal, c.context, c.text, decode(c.hash, 'hex'), c.tokens
              from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::int[])
                   as c(id, item_id, project_id, ordinal, context, text, hash, tokens)
            """;

    private static final String MOVE = """
            update chunk c set ordinal = m.ordinal
              from unnest($2::uuid[], $3::int[]) as m(id, ordinal)
             where c.client_id = $1 and c.id = m.id
            """;

    private static final String NOTE_CHANGE =
            " on conflict (chunk_id) do update set changed_in = excluded.changed_in, changed_at = now()";

    private static final String REMOVE = """
            with gone as (delete from chunk where client_id = $1 and %s returning id),
                 vectors as (
                     delete from embedding where client_id = $1 and chunk_id in (select id from gone) returning chunk_id
                 )
            insert into vector_change (chunk_id, client_id)
            select distinct chunk_id, $1::uuid from vectors order by chunk_id
            """;

    private static final String REMOVE_CHUNKS = REMOVE.formatted("id = any($2)") + NOTE_CHANGE;
    private static final String REMOVE_ITEMS = REMOVE.formatted("item_id = any($2)") + NOTE_CHANGE;
    private static final String REMOVE_PROJECT = REMOVE.formatted("project_id = $2") + NOTE_CHANGE;

    /** Items that changed their project take their chunks along. */
    private static final String FOLLOW_PROJECT = """
            with moved as (
                update chunk c set project_id = i.project_id
                  from item i
                 where c.client_id = $1 and c.item_id = any($2) and i.client_id = $1 and i.id = c.item_id
                   and c.project_id <> i.project_id
                returning c.id
            )
            insert into vector_change (chunk_id, client_id) select id, $1::uuid from moved order by id
            """ + NOTE_CHANGE;

    private final DatabaseClient database;

    ChunkStore(DatabaseClient database) {
        this.database = database;
    }

    /** The ordinals of the chunks that are stored for these items, by id. */
    Mono<Map<UUID, Integer>> ordinals(UUID clientId, Collection<UUID> itemIds) {
        return database.sql("select id, ordinal from chunk where client_id = $1 and item_id = any($2)")
                .bind(0, clientId)
                .bind(1, itemIds.toArray(UUID[]::new))
                .map(row -> Map.entry(row.get("id", UUID.class), row.get("ordinal", Integer.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Void> add(UUID clientId, List<ChunkDraft> drafts) {
        return Flux.fromIterable(drafts)
                .buffer(ROWS_PER_STATEMENT)
                .concatMap(rows -> addSome(clientId, rows))
                .then();
    }

    private Mono<Long> addSome(UUID clientId, List<ChunkDraft> rows) {
        return database.sql(ADD)
                .bind(0, clientId)
                .bind(1, uuids(rows, ChunkDraft::id))
                .bind(2, uuids(rows, ChunkDraft::itemId))
                .bind(3, uuids(rows, ChunkDraft::projectId))
                .bind(4, rows.stream().map(ChunkDraft::ordinal).toArray(Integer[]::new))
                .bind(5, texts(rows, draft -> draft.passage().context()))
                .bind(6, texts(rows, draft -> draft.passage().text()))
                .bind(7, texts(rows, ChunkDraft::contentHash))
                .bind(8, rows.stream().map(draft -> draft.passage().tokens()).toArray(Integer[]::new))
                .fetch()
                .rowsUpdated();
    }

    Mono<Void> move(UUID clientId, List<ChunkDraft> drafts) {
        if (drafts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(MOVE)
                .bind(0, clientId)
                .bind(1, uuids(drafts, ChunkDraft::id))
                .bind(2, drafts.stream().map(ChunkDraft::ordinal).toArray(Integer[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Removes chunks with their vectors, and has the search index forget them. */
    Mono<Void> remove(UUID clientId, Collection<UUID> chunkIds) {
        return chunkIds.isEmpty() ? Mono.empty() : run(REMOVE_CHUNKS, clientId, chunkIds.toArray(UUID[]::new));
    }

    Mono<Void> removeOfItems(UUID clientId, Collection<UUID> itemIds) {
        return itemIds.isEmpty() ? Mono.empty() : run(REMOVE_ITEMS, clientId, itemIds.toArray(UUID[]::new));
    }

    Mono<Void> removeOfProject(UUID clientId, UUID projectId) {
        return run(REMOVE_PROJECT, clientId, projectId);
    }

    Mono<Void> followProject(UUID clientId, Collection<UUID> itemIds) {
        return run(FOLLOW_PROJECT, clientId, itemIds.toArray(UUID[]::new));
    }

    private Mono<Void> run(String sql, UUID clientId, Object subject) {
        return database.sql(sql)
                .bind(0, clientId)
                .bind(1, subject)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static UUID[] uuids(Collection<ChunkDraft> rows, Function<ChunkDraft, UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    private static String[] texts(Collection<ChunkDraft> rows, Function<ChunkDraft, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}

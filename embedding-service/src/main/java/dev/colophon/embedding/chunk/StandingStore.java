package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.Standing.Left;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out what is left to do about versions of items that were handled before: one statement for thousands of them, which
 * gives back only those of which something is left.
 */
@Component
class StandingStore {

    /**
     * A chunk that has no vector of the space, for itself or as its state says, and that nobody is at. Parameters 1, 5 and
     * 6: client, model, queue.
     */
    private static final String LACKS = """
            (c.status <> 'completed' or e.chunk_id is null)
            and not exists (select 1 from work_item q
                             where q.queue = $6 and q.subject_id = c.id and q.state = 'pending')
            """;

    private static final String VECTOR =
            " left join embedding e on e.client_id = $1 and e.chunk_id = c.id and e.model = $5 ";

    /**
     * The offsets keep the planner from reading whole tables for the sake of some rows. Where the chunker's version was not
     * noted, the first chunk tells: its hash is that of the version and the text.
     */
    private static final String LEFT = """
            select w.id,
                   case when i.id is null or i.version < w.version then 'TAKE'
                        when $8 or s.chunks <> coalesce(i.chunks, s.chunks)
                             or coalesce(i.chunker, s.cut_by_this, 0) <> $7 then 'CUT'
                        else 'ASK' end as kind
              from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as w(id, version, project_id)
              left join lateral (select id, version, removed, chunker, chunks from item
                                  where client_id = $1 and id = w.id offset 0) i on true
              left join lateral (
                   select count(*) as chunks, count(*) filter (where %s) as lacking,
                          max($7) filter (where i.chunker is null and c.ordinal = 0
                                            and c.content_hash = sha256(set_byte('\\x00'::bytea, 0, $7)
                                                || convert_to(case when c.context = '' then c.text
                                                                   else c.context || E'\\n\\n' || c.text end, 'UTF8'))
                                         ) as cut_by_this
                     from chunk c %s
                    where c.client_id = $1 and c.item_id = i.id and i.version = w.version and not i.removed) s on true
             where (i.id is null or i.version < w.version
                    or i.version = w.version and not i.removed
                       and ($8 or s.lacking > 0 or s.chunks <> coalesce(i.chunks, s.chunks)
                            or coalesce(i.chunker, s.cut_by_this, 0) <> $7))
               and not exists (select 1 from removed_project r where r.client_id = $1 and r.project_id = w.project_id)
            """.formatted(LACKS, VECTOR);

    private static final String LEFT_TO_REMOVE = """
            select w.id
              from unnest($2::uuid[], $3::bigint[]) as w(id, version)
              left join item i on i.client_id = $1 and i.id = w.id
             where i.id is null or i.version < w.version
            """;

    private static final String LACKING = """
            select c.id, encode(c.content_hash, 'hex') as hash, c.token_count,
                   octet_length(c.text) + case when c.context = '' then 0 else octet_length(c.context) + 2 end as bytes
              from unnest($2::uuid[], $3::bigint[], $4::uuid[]) as w(id, version, project_id)
              join chunk c on c.client_id = $1 and c.item_id = w.id
            """ + VECTOR + " where " + LACKS;

    private static final String KEPT = """
            select w.hash from unnest($2::text[]) as w(hash)
             where exists (select 1 from embedding e where e.client_id = $1 and e.content_hash = decode(w.hash, 'hex')
                              and e.model = $3 and e.revision = $4)
            """;

    private final DatabaseClient database;

    StandingStore(DatabaseClient database) {
        this.database = database;
    }

    /** @param force whether what is stored is to be done again */
    Mono<Standing> of(UUID clientId, Collection<ItemCaptured> versions, ServedSpace active, boolean force) {
        if (versions.isEmpty()) {
            return Mono.just(Standing.SETTLED);
        }
        return about(LEFT, clientId, versions, active)
                .bind(6, Chunker.VERSION)
                .bind(7, force)
                .map(row -> new Kind(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Left.valueOf(Objects.requireNonNull(row.get("kind", String.class)))))
                .all()
                .collectMap(Kind::item, Kind::left)
                .map(Standing::new);
    }

    private record Kind(UUID item, Left left) {}

    /** Those of the items that are still there, or may come. */
    Mono<Set<UUID>> toRemove(UUID clientId, Collection<ItemRemoved> removals) {
        if (removals.isEmpty()) {
            return Mono.just(Set.of());
        }
        return database.sql(LEFT_TO_REMOVE)
                .bind(0, clientId)
                .bind(1, column(removals, ItemRemoved::itemId, UUID[]::new))
                .bind(2, column(removals, ItemRemoved::version, Long[]::new))
                .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }

    /** The chunks of stored items that lack a vector and that nobody is at. */
    Mono<List<Lacking>> lacking(UUID clientId, Collection<ItemCaptured> versions, ServedSpace active) {
        if (versions.isEmpty()) {
            return Mono.just(List.of());
        }
        return about(LACKING, clientId, versions, active)
                .map(row -> new Lacking(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        new WantedText(
                                Objects.requireNonNull(row.get("hash", String.class)),
                                Objects.requireNonNull(row.get("token_count", Integer.class)),
                                Objects.requireNonNull(row.get("bytes", Integer.class)))))
                .all()
                .collectList();
    }

    /** A chunk without a vector. */
    record Lacking(UUID chunkId, WantedText text) {}

    private DatabaseClient.GenericExecuteSpec about(
            String sql, UUID clientId, Collection<ItemCaptured> versions, ServedSpace active) {
        return database.sql(sql)
                .bind(0, clientId)
                .bind(1, column(versions, ItemCaptured::itemId, UUID[]::new))
                .bind(2, column(versions, ItemCaptured::version, Long[]::new))
                .bind(3, column(versions, ItemCaptured::projectId, UUID[]::new))
                .bind(4, active.model())
                .bind(5, ChunkWork.live(active));
    }

    private static <T, C> C[] column(Collection<T> rows, Function<T, C> column, IntFunction<C[]> array) {
        return rows.stream().map(column).toArray(array);
    }

    /** Those of the texts, by their hash, whose vector of the space is kept. */
    Mono<Set<String>> kept(UUID clientId, Collection<String> hashes, ServedSpace active) {
        if (hashes.isEmpty()) {
            return Mono.just(Set.of());
        }
        return database.sql(KEPT)
                .bind(0, clientId)
                .bind(1, hashes.toArray(String[]::new))
                .bind(2, active.model())
                .bind(3, active.space().revision())
                .map(row -> Objects.requireNonNull(row.get("hash", String.class)))
                .all()
                .collect(Collectors.toSet());
    }

    /** Chunks without a vector wait for one again, whatever their state said. */
    Mono<Void> waitAgain(UUID clientId, Collection<UUID> chunkIds) {
        return database.sql("update chunk set status = 'pending', last_error = null, updated_at = now()"
                        + " where client_id = $1 and id = any($2) and status <> 'pending'")
                .bind(0, clientId)
                .bind(1, chunkIds.toArray(UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }
}

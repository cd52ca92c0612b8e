package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.vector.VectorBytes;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what claimed work is about, under each client's setting, and which space it is for by now. */
@Component
class PendingChunkStore {

    private static final int CLIENTS_AT_ONCE = 4;

    private static final String COLUMNS =
            "select c.id, c.item_id, c.project_id, c.context, c.text, encode(c.content_hash, 'hex') as hash, c.token_count";

    private static final String LACKING_ACTIVE = COLUMNS + """
              from chunk c
             where c.client_id = $1 and c.id = any($2) and (c.status <> 'completed' or c.id = any($3))
            """;

    private static final String LACKING_BUILDING = COLUMNS + """
              from chunk c
             where c.client_id = $1 and c.id = any($2)
               and not exists (select 1 from embedding e
                                where e.client_id = $1 and e.chunk_id = c.id and e.model = $3)
            """;

    private static final String KNOWN = """
            select wanted.hash, known.vector
              from unnest($2::text[]) as wanted(hash)
             cross join lateral (
                   select e.vector from embedding e
                    where e.client_id = $1 and e.content_hash = decode(wanted.hash, 'hex')
                      and e.model = $3 and e.revision = $4 and ($5::uuid is null or e.anew_in = $5)
                    limit 1) known
            """;

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final EmbeddingSpaces spaces;
    private final InFlight inFlight;

    PendingChunkStore(
            DatabaseClient database, ClientTransactions transactions, EmbeddingSpaces spaces, InFlight inFlight) {
        this.database = database;
        this.transactions = transactions;
        this.spaces = spaces;
        this.inFlight = inFlight;
    }

    /**
     * One client's share of what is loaded.
     *
     * @param forced replays that have texts embedded although their vectors are kept
     * @param entered what is in flight by now, of all clients
     */
    private record Load(UUID clientId, Set<UUID> forced, Queue<PendingChunk> entered) {

        @Nullable
        UUID anewIn(WorkItem work) {
            UUID replayId = work.replayId();
            return replayId != null && forced.contains(replayId) ? replayId : null;
        }

        UUID[] anew(Collection<WorkItem> work) {
            return work.stream()
                    .filter(item -> anewIn(item) != null)
                    .map(WorkItem::subjectId)
                    .toArray(UUID[]::new);
        }
    }

    /** What is pending has entered as in flight, and is to leave when it has been stored. */
    Mono<ClaimedBatch> load(List<WorkItem> claimed) {
        return Mono.defer(() -> {
            Queue<PendingChunk> entered = new ConcurrentLinkedQueue<>();
            return forced(claimed)
                    .flatMapMany(forced -> Flux.fromIterable(claimed.stream()
                                    .collect(Collectors.groupingBy(WorkItem::clientId))
                                    .entrySet())
                            .map(entry -> load(new Load(entry.getKey(), forced, entered), entry.getValue()))
                            .flatMap(loaded -> loaded, CLIENTS_AT_ONCE))
                    .reduce(ClaimedBatch.NONE, ClaimedBatch::and)
                    .doOnError(error -> inFlight.leave(entered))
                    .doOnCancel(() -> inFlight.leave(entered));
        });
    }

    /** Those of the replays that caused some of the work that do again what is done. */
    private Mono<Set<UUID>> forced(List<WorkItem> claimed) {
        UUID[] replays = claimed.stream()
                .map(WorkItem::replayId)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(UUID[]::new);
        return replays.length == 0
                ? Mono.just(Set.of())
                : database.sql("select id from replay where id = any($1) and request ->> 'force' = 'true'")
                        .bind(0, replays)
                        .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                        .all()
                        .collect(Collectors.toSet());
    }

    private Mono<ClaimedBatch> load(Load load, List<WorkItem> claimed) {
        Mono<ClaimedBatch> work = spaces.of(load.clientId()).flatMap(of -> Flux.fromIterable(claimed.stream()
                        .collect(Collectors.groupingBy(WorkItem::queue))
                        .entrySet())
                .concatMap(entry -> ofQueue(load, of, entry.getKey(), entry.getValue()))
                .reduce(ClaimedBatch.NONE, ClaimedBatch::and));
        return transactions.inClient(load.clientId(), work);
    }

    private Mono<ClaimedBatch> ofQueue(Load load, ClientSpaces of, String queue, List<WorkItem> claimed) {
        boolean migration = ChunkWork.isMigration(queue);
        ServedSpace target = migration ? of.building() : of.active();
        if (target == null) {
            return Mono.just(new ClaimedBatch(List.of(), claimed, List.of(), List.of(), List.of()));
        }
        if (migration && of.held()) {
            return Mono.just(new ClaimedBatch(List.of(), List.of(), List.of(), claimed, List.of()));
        }
        String right = migration ? ChunkWork.migration(target) : ChunkWork.live(target);
        return right.equals(queue)
                ? lacking(load, target, migration, claimed).flatMap(found -> entered(load, target, claimed, found))
                : Mono.just(new ClaimedBatch(List.of(), List.of(), List.of(), List.of(), claimed));
    }

    private Mono<List<PendingChunk>> lacking(Load load, ServedSpace target, boolean migration, List<WorkItem> claimed) {
        Map<UUID, WorkItem> bySubject = new HashMap<>();
        claimed.forEach(work -> bySubject.put(work.subjectId(), work));
        GenericExecuteSpec asked = database.sql(migration ? LACKING_BUILDING : LACKING_ACTIVE)
                .bind(0, load.clientId())
                .bind(1, bySubject.keySet().toArray(UUID[]::new))
                .bind(2, migration ? target.model() : load.anew(claimed));
        return asked.map(row -> {
                    UUID id = Objects.requireNonNull(row.get("id", UUID.class));
                    WorkItem work = Objects.requireNonNull(bySubject.get(id));
                    String context = Objects.requireNonNull(row.get("context", String.class));
                    String text = Objects.requireNonNull(row.get("text", String.class));
                    return new PendingChunk(
                            work,
                            Objects.requireNonNull(row.get("item_id", UUID.class)),
                            Objects.requireNonNull(row.get("project_id", UUID.class)),
                            ChunkWork.embeddedText(context, text),
                            Objects.requireNonNull(row.get("hash", String.class)),
                            Objects.requireNonNull(row.get("token_count", Integer.class)),
                            target,
                            migration ? null : load.anewIn(work),
                            null);
                })
                .all()
                .collectList();
    }

    /** Enters before it looks for known vectors: what another batch stores in between is then found. */
    private Mono<ClaimedBatch> entered(
            Load load, ServedSpace target, List<WorkItem> claimed, List<PendingChunk> found) {
        List<PendingChunk> entered = inFlight.enter(found);
        load.entered().addAll(entered);
        Set<UUID> present = found.stream().map(PendingChunk::id).collect(Collectors.toSet());
        Set<UUID> ours = entered.stream().map(PendingChunk::id).collect(Collectors.toSet());
        List<WorkItem> obsolete = claimed.stream()
                .filter(work -> !present.contains(work.subjectId()))
                .toList();
        List<WorkItem> twins = found.stream()
                .filter(chunk -> !ours.contains(chunk.id()))
                .map(PendingChunk::work)
                .toList();
        return Flux.fromIterable(entered.stream()
                        .collect(Collectors.groupingBy(chunk -> Optional.ofNullable(chunk.anewIn())))
                        .entrySet())
                .concatMap(entry ->
                        withKnown(load.clientId(), target, entry.getKey().orElse(null), entry.getValue()))
                .concatMapIterable(chunks -> chunks)
                .collectList()
                .map(chunks -> new ClaimedBatch(chunks, obsolete, twins, List.of(), List.of()));
    }

    /** @param anewIn where not null only vectors are known that were computed for this replay */
    private Mono<List<PendingChunk>> withKnown(
            UUID clientId, ServedSpace target, @Nullable UUID anewIn, List<PendingChunk> chunks) {
        GenericExecuteSpec asked = database.sql(KNOWN)
                .bind(0, clientId)
                .bind(
                        1,
                        chunks.stream()
                                .map(PendingChunk::contentHash)
                                .distinct()
                                .toArray(String[]::new))
                .bind(2, target.model())
                .bind(3, target.space().revision());
        return (anewIn == null ? asked.bindNull(4, UUID.class) : asked.bind(4, anewIn))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("hash", String.class)),
                        VectorBytes.vector(Objects.requireNonNull(row.get("vector", byte[].class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(known -> {
                    List<PendingChunk> looked = new ArrayList<>(chunks.size());
                    for (PendingChunk chunk : chunks) {
                        looked.add(chunk.knownAs(known.get(chunk.contentHash())));
                    }
                    return looked;
                });
    }
}

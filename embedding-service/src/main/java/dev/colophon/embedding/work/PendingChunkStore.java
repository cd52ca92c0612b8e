package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.vector.VectorBytes;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
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
             where c.client_id = $1 and c.id = any($2) and c.status <> 'completed'
            """;

    private static final String LACKING_BUILDING = COLUMNS + """
              from chunk c
             where c.client_id = $1 and c.id = any($2)
               and not exists (select 1 from embedding e
                                where e.client_id = $1 and e.chunk_id = c.id and e.model = $3)
            """;

    private static final String KNOWN = """
            select distinct on (e.content_hash) encode(e.content_hash, 'hex') as hash, e.vector
              from unnest($2::text[]) as wanted(hash)
              join embedding e on e.client_id = $1 and e.content_hash = decode(wanted.hash, 'hex')
             where e.model = $3 and e.revision = $4
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

    /** What is pending has entered as in flight, and is to leave when it has been stored. */
    Mono<ClaimedBatch> load(List<WorkItem> claimed) {
        return Mono.defer(() -> {
            Queue<PendingChunk> entered = new ConcurrentLinkedQueue<>();
            return Flux.fromIterable(claimed.stream()
                            .collect(Collectors.groupingBy(WorkItem::clientId))
                            .entrySet())
                    .flatMap(
                            entry -> transactions.inClient(
                                    entry.getKey(), load(entry.getKey(), entry.getValue(), entered)),
                            CLIENTS_AT_ONCE)
                    .reduce(ClaimedBatch.NONE, ClaimedBatch::and)
                    .doOnError(error -> inFlight.leave(entered))
                    .doOnCancel(() -> inFlight.leave(entered));
        });
    }

    private Mono<ClaimedBatch> load(UUID clientId, List<WorkItem> claimed, Queue<PendingChunk> entered) {
        return spaces.of(clientId).flatMap(of -> Flux.fromIterable(claimed.stream()
                        .collect(Collectors.groupingBy(WorkItem::queue))
                        .entrySet())
                .concatMap(entry -> ofQueue(clientId, of, entry.getKey(), entry.getValue(), entered))
                .reduce(ClaimedBatch.NONE, ClaimedBatch::and));
    }

    private Mono<ClaimedBatch> ofQueue(
            UUID clientId, ClientSpaces of, String queue, List<WorkItem> claimed, Queue<PendingChunk> entered) {
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
                ? lacking(clientId, target, migration, claimed)
                        .flatMap(found -> entered(clientId, target, claimed, found, entered))
                : Mono.just(new ClaimedBatch(List.of(), List.of(), List.of(), List.of(), claimed));
    }

    private Mono<List<PendingChunk>> lacking(
            UUID clientId, ServedSpace target, boolean migration, List<WorkItem> claimed) {
        Map<UUID, WorkItem> bySubject = new HashMap<>();
        claimed.forEach(work -> bySubject.put(work.subjectId(), work));
        DatabaseClient.GenericExecuteSpec asked = database.sql(migration ? LACKING_BUILDING : LACKING_ACTIVE)
                .bind(0, clientId)
                .bind(1, bySubject.keySet().toArray(UUID[]::new));
        return (migration ? asked.bind(2, target.model()) : asked)
                .map(row -> {
                    UUID id = Objects.requireNonNull(row.get("id", UUID.class));
                    String context = Objects.requireNonNull(row.get("context", String.class));
                    String text = Objects.requireNonNull(row.get("text", String.class));
                    return new PendingChunk(
                            Objects.requireNonNull(bySubject.get(id)),
                            Objects.requireNonNull(row.get("item_id", UUID.class)),
                            Objects.requireNonNull(row.get("project_id", UUID.class)),
                            ChunkWork.embeddedText(context, text),
                            Objects.requireNonNull(row.get("hash", String.class)),
                            Objects.requireNonNull(row.get("token_count", Integer.class)),
                            target,
                            null);
                })
                .all()
                .collectList();
    }

    /** Enters before it looks for known vectors: what another batch stores in between is then found. */
    private Mono<ClaimedBatch> entered(
            UUID clientId,
            ServedSpace target,
            List<WorkItem> claimed,
            List<PendingChunk> found,
            Queue<PendingChunk> all) {
        List<PendingChunk> entered = inFlight.enter(found);
        all.addAll(entered);
        Set<UUID> present = found.stream().map(PendingChunk::id).collect(Collectors.toSet());
        Set<UUID> ours = entered.stream().map(PendingChunk::id).collect(Collectors.toSet());
        List<WorkItem> obsolete = claimed.stream()
                .filter(work -> !present.contains(work.subjectId()))
                .toList();
        List<WorkItem> twins = found.stream()
                .filter(chunk -> !ours.contains(chunk.id()))
                .map(PendingChunk::work)
                .toList();
        Mono<List<PendingChunk>> pending =
                entered.isEmpty() ? Mono.just(entered) : withKnown(clientId, target, entered);
        return pending.map(chunks -> new ClaimedBatch(chunks, obsolete, twins, List.of(), List.of()));
    }

    private Mono<List<PendingChunk>> withKnown(UUID clientId, ServedSpace target, List<PendingChunk> chunks) {
        return database.sql(KNOWN)
                .bind(0, clientId)
                .bind(
                        1,
                        chunks.stream()
                                .map(PendingChunk::contentHash)
                                .distinct()
                                .toArray(String[]::new))
                .bind(2, target.model())
                .bind(3, target.space().revision())
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

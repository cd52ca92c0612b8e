package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.embedding.vector.VectorBytes;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what claimed work is about, under each client's setting. */
@Component
class PendingChunkStore {

    private static final int CLIENTS_AT_ONCE = 4;

    private static final String PENDING = """
            select id, item_id, project_id, context, text, encode(content_hash, 'hex') as hash, token_count
              from chunk
             where client_id = $1 and id = any($2) and model = $3 and status <> 'completed'
            """;

    private static final String KNOWN = """
            select distinct on (e.content_hash) encode(e.content_hash, 'hex') as hash, e.vector
              from unnest($2::text[]) as wanted(hash)
              join embedding e on e.client_id = $1 and e.content_hash = decode(wanted.hash, 'hex')
             where e.model = $3 and e.revision = $4
            """;

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final EmbeddingSpace space;

    PendingChunkStore(DatabaseClient database, ClientTransactions transactions, EmbeddingSpace space) {
        this.database = database;
        this.transactions = transactions;
        this.space = space;
    }

    Mono<ClaimedBatch> load(List<WorkItem> claimed) {
        Map<UUID, List<WorkItem>> byClient = claimed.stream().collect(Collectors.groupingBy(WorkItem::clientId));
        return Flux.fromIterable(byClient.entrySet())
                .flatMap(
                        entry -> transactions.inClient(entry.getKey(), load(entry.getKey(), entry.getValue())),
                        CLIENTS_AT_ONCE)
                .collectList()
                .map(pending -> batch(claimed, pending));
    }

    private static ClaimedBatch batch(List<WorkItem> claimed, List<List<PendingChunk>> pending) {
        List<PendingChunk> chunks = pending.stream().flatMap(List::stream).toList();
        Set<UUID> found = chunks.stream().map(PendingChunk::id).collect(Collectors.toSet());
        List<WorkItem> obsolete = claimed.stream()
                .filter(work -> !found.contains(work.subjectId()))
                .toList();
        return new ClaimedBatch(chunks, obsolete);
    }

    private Mono<List<PendingChunk>> load(UUID clientId, List<WorkItem> claimed) {
        Map<UUID, WorkItem> bySubject = new HashMap<>();
        claimed.forEach(work -> bySubject.put(work.subjectId(), work));
        return database.sql(PENDING)
                .bind(0, clientId)
                .bind(1, bySubject.keySet().toArray(UUID[]::new))
                .bind(2, space.model())
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
                            null);
                })
                .all()
                .collectList()
                .flatMap(chunks -> chunks.isEmpty() ? Mono.just(chunks) : withKnown(clientId, chunks));
    }

    private Mono<List<PendingChunk>> withKnown(UUID clientId, List<PendingChunk> chunks) {
        return database.sql(KNOWN)
                .bind(0, clientId)
                .bind(
                        1,
                        chunks.stream()
                                .map(PendingChunk::contentHash)
                                .distinct()
                                .toArray(String[]::new))
                .bind(2, space.model())
                .bind(3, space.revision())
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

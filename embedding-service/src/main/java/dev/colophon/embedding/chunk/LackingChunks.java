package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.StandingStore.Lacking;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks for the vectors that chunks of stored items lack, of those that nobody is at. */
@Component
class LackingChunks {

    private final StandingStore store;
    private final FinishedItems finished;
    private final WorkQueue queue;

    LackingChunks(StandingStore store, FinishedItems finished, WorkQueue queue) {
        this.store = store;
        this.finished = finished;
        this.queue = queue;
    }

    Mono<List<WantedText>> of(UUID clientId, Collection<ItemCaptured> items, ServedSpace active) {
        return store.lacking(clientId, items, active)
                .map(lacking -> lacking.stream().map(Lacking::text).toList());
    }

    /** Locks the items first, so that what a worker is storing is not taken for missing. */
    Mono<Void> ask(UUID clientId, Collection<ItemCaptured> items, ServedSpace active) {
        if (items.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> ids = items.stream().map(ItemCaptured::itemId).toList();
        return finished.lock(clientId, ids)
                .then(store.lacking(clientId, items, active))
                .flatMap(lacking -> lacking.isEmpty() ? Mono.empty() : ask(clientId, active, lacking));
    }

    private Mono<Void> ask(UUID clientId, ServedSpace active, List<Lacking> lacking) {
        List<WorkRequest> requests = lacking.stream()
                .map(chunk -> new WorkRequest(
                        ChunkWork.live(active),
                        clientId,
                        chunk.chunkId(),
                        WorkRequest.BACKFILL,
                        Duration.ZERO,
                        chunk.text().tokens(),
                        null))
                .toList();
        return store.waitAgain(clientId, lacking.stream().map(Lacking::chunkId).toList())
                .then(queue.enqueue(requests));
    }
}

package dev.colophon.embedding.chunk;

import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Turns captured items into chunks and into work, within the current transaction. Versions that are not newer than what is
 * stored change nothing; chunks whose text is as before keep their state and vector.
 */
@Component
class ItemIntake {

    private final ItemStore items;
    private final ChunkStore chunks;
    private final Chunker chunker;
    private final EmbeddingSpaces spaces;
    private final WorkQueue queue;
    private final FinishedItems finished;
    private final Outbox outbox;

    ItemIntake(
            ItemStore items,
            ChunkStore chunks,
            Chunker chunker,
            EmbeddingSpaces spaces,
            WorkQueue queue,
            FinishedItems finished,
            Outbox outbox) {
        this.items = items;
        this.chunks = chunks;
        this.chunker = chunker;
        this.spaces = spaces;
        this.queue = queue;
        this.finished = finished;
        this.outbox = outbox;
    }

    /** Takes in events of one client. */
    Mono<Void> capture(List<Event<ItemCaptured>> events) {
        UUID clientId = events.get(0).clientId().value();
        return whole(clientId, events).flatMap(newest -> store(clientId, newest));
    }

    /** Takes out items of one client. */
    Mono<Void> remove(List<Event<ItemRemoved>> events) {
        UUID clientId = events.get(0).clientId().value();
        Map<UUID, ItemRemoved> newest = new HashMap<>();
        for (Event<ItemRemoved> event : events) {
            newest.merge(event.payload().itemId(), event.payload(), (a, b) -> a.version() >= b.version() ? a : b);
        }
        return items.remove(clientId, List.copyOf(newest.values()))
                .flatMap(removed -> chunks.removeOfItems(clientId, removed))
                .then(items.dropParts(clientId, newest.keySet()));
    }

    Mono<Void> removeProject(UUID clientId, UUID projectId) {
        return items.removeProject(clientId, projectId).then(chunks.removeOfProject(clientId, projectId));
    }

    /** The newest version of each item, of those that are whole. */
    private Mono<List<CapturedItem>> whole(UUID clientId, List<Event<ItemCaptured>> events) {
        Map<UUID, CapturedItem> newest = new HashMap<>();
        Map<UUID, Event<ItemCaptured>> toldInParts = new HashMap<>();
        List<ItemCaptured> parts = new ArrayList<>();
        for (Event<ItemCaptured> event : events) {
            ItemCaptured told = event.payload();
            if (told.parts() <= 1) {
                keepNewer(newest, CapturedItem.of(told, told.text(), event.traceparent()));
            } else {
                parts.add(told);
                toldInParts.merge(told.itemId(), event, ItemIntake::newer);
            }
        }
        if (parts.isEmpty()) {
            return Mono.just(List.copyOf(newest.values()));
        }
        return items.addParts(clientId, parts)
                .doOnNext(text -> {
                    Event<ItemCaptured> event = toldInParts.get(text.itemId());
                    if (event != null && event.payload().version() == text.version()) {
                        keepNewer(newest, CapturedItem.of(event.payload(), text.text(), event.traceparent()));
                    }
                })
                .then(Mono.fromSupplier(() -> List.copyOf(newest.values())));
    }

    private static void keepNewer(Map<UUID, CapturedItem> newest, CapturedItem item) {
        newest.merge(item.id(), item, (a, b) -> a.told().version() >= b.told().version() ? a : b);
    }

    private static Event<ItemCaptured> newer(Event<ItemCaptured> a, Event<ItemCaptured> b) {
        return a.payload().version() > b.payload().version() ? a : b;
    }

    private Mono<Void> store(UUID clientId, List<CapturedItem> newest) {
        return items.upsert(clientId, newest).flatMap(accepted -> {
            List<CapturedItem> changed = newest.stream()
                    .filter(item -> accepted.containsKey(item.id()))
                    .toList();
            Set<UUID> known = new HashSet<>();
            accepted.forEach((id, fresh) -> {
                if (!fresh) {
                    known.add(id);
                }
            });
            return drafts(changed)
                    .flatMap(drafts -> replace(clientId, changed, known, drafts))
                    .then(items.dropParts(clientId, inParts(newest)));
        });
    }

    private static Collection<UUID> inParts(List<CapturedItem> items) {
        return items.stream()
                .filter(item -> item.told().parts() > 1)
                .map(CapturedItem::id)
                .toList();
    }

    /** Cutting takes computing time, which the database's event loop must not give. */
    private Mono<List<ChunkDraft>> drafts(List<CapturedItem> changed) {
        return Mono.fromCallable(() -> changed.stream()
                        .flatMap(item -> ChunkDraft.of(item, chunker.chunk(item.title(), item.text())).stream())
                        .toList())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> replace(UUID clientId, List<CapturedItem> changed, Set<UUID> known, List<ChunkDraft> drafts) {
        Mono<Map<UUID, Integer>> stored = known.isEmpty() ? Mono.just(Map.of()) : chunks.ordinals(clientId, known);
        return stored.zipWhen(ordinals -> spaces.of(clientId)).flatMap(read -> {
            ChunkChanges changes = ChunkChanges.between(read.getT1(), drafts);
            ClientSpaces wanted = read.getT2();
            return chunks.remove(clientId, changes.removed())
                    .then(chunks.move(clientId, changes.moved()))
                    .then(known.isEmpty() ? Mono.empty() : chunks.followProject(clientId, known))
                    .then(chunks.add(clientId, changes.added()))
                    .then(queue.enqueue(work(clientId, wanted, changed, changes.added())))
                    .then(tellFinished(clientId, wanted.active().space(), known, changed));
        });
    }

    /** What is new is embedded for the search of now, and for that to come. */
    private static List<WorkRequest> work(
            UUID clientId, ClientSpaces wanted, List<CapturedItem> changed, List<ChunkDraft> added) {
        Map<UUID, CapturedItem> byId = new HashMap<>();
        changed.forEach(item -> byId.put(item.id(), item));
        List<String> queues = new ArrayList<>();
        queues.add(ChunkWork.live(wanted.active()));
        wanted.filled().ifPresent(building -> queues.add(ChunkWork.migration(building)));
        return added.stream()
                .flatMap(draft -> queues.stream()
                        .map(each -> new WorkRequest(
                                each,
                                clientId,
                                draft.id(),
                                WorkRequest.LIVE,
                                Duration.ZERO,
                                draft.passage().tokens(),
                                traceOf(byId.get(draft.itemId())))))
                .toList();
    }

    /** A new version that adds no text has all its vectors at once. */
    private Mono<Void> tellFinished(UUID clientId, EmbeddingSpace active, Set<UUID> known, List<CapturedItem> changed) {
        if (known.isEmpty()) {
            return Mono.empty();
        }
        Map<UUID, CapturedItem> byId = new HashMap<>();
        changed.forEach(item -> byId.put(item.id(), item));
        return finished.among(clientId, known, active)
                .map(event -> OutgoingEvent.of(event, traceOf(byId.get(event.itemId()))))
                .collectList()
                .flatMap(events -> events.isEmpty() ? Mono.empty() : outbox.append(events));
    }

    private static @Nullable String traceOf(@Nullable CapturedItem item) {
        return item == null ? null : item.traceparent();
    }
}

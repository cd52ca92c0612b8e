package dev.colophon.embedding.chunk;

import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.work.ReplayContext;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Turns captured items into chunks and into work, within the current transaction. Versions that are not newer than what is
 * stored change nothing; chunks whose text is as before keep their state and vector.
 */
@Component
class ItemIntake {

    private final ItemStore items;
    private final ChunkStore chunks;
    private final WholeItems whole;
    private final ItemCutter cutter;
    private final EmbeddingSpaces spaces;
    private final WorkQueue queue;
    private final FinishedItems finished;
    private final Outbox outbox;

    ItemIntake(
            ItemStore items,
            ChunkStore chunks,
            WholeItems whole,
            ItemCutter cutter,
            EmbeddingSpaces spaces,
            WorkQueue queue,
            FinishedItems finished,
            Outbox outbox) {
        this.items = items;
        this.chunks = chunks;
        this.whole = whole;
        this.cutter = cutter;
        this.spaces = spaces;
        this.queue = queue;
        this.finished = finished;
        this.outbox = outbox;
    }

    /** Items whose chunks are to be replaced by those of a version. */
    private record Replacement(List<CutItem> cut, Set<UUID> known, boolean asksForAll) {}

    /** Takes in events of one client. */
    Mono<Void> capture(List<Event<ItemCaptured>> events) {
        UUID clientId = events.get(0).clientId().value();
        return whole.of(clientId, events).flatMap(newest -> cutter.cut(newest)
                .flatMap(cut -> take(clientId, cut, false))
                .then(whole.forgetParts(clientId, newest)));
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

    /**
     * Stores what is newer than what is stored.
     *
     * @param asksForAll whether chunks are to be embedded, too, that were there before
     */
    Mono<Void> take(UUID clientId, List<CutItem> newest, boolean asksForAll) {
        if (newest.isEmpty()) {
            return Mono.empty();
        }
        return items.upsert(clientId, newest).flatMap(accepted -> {
            List<CutItem> changed = newest.stream()
                    .filter(item -> accepted.containsKey(item.id()))
                    .toList();
            Set<UUID> known = new HashSet<>();
            accepted.forEach((id, fresh) -> {
                if (!fresh) {
                    known.add(id);
                }
            });
            return replace(clientId, new Replacement(changed, known, asksForAll));
        });
    }

    /** Gives items whose very version is stored the chunks that it has by now; {@code asksForAll} as for what is newer. */
    Mono<Void> takeAgain(UUID clientId, List<CutItem> same, boolean asksForAll) {
        if (same.isEmpty()) {
            return Mono.empty();
        }
        return items.cutAgain(clientId, same).flatMap(accepted -> {
            List<CutItem> still =
                    same.stream().filter(item -> accepted.contains(item.id())).toList();
            return replace(clientId, new Replacement(still, accepted, asksForAll));
        });
    }

    private Mono<Void> replace(UUID clientId, Replacement items) {
        Set<UUID> known = items.known();
        if (items.cut().isEmpty()) {
            return Mono.empty();
        }
        List<ChunkDraft> drafts =
                items.cut().stream().flatMap(cut -> cut.chunks().stream()).toList();
        Mono<Map<UUID, Integer>> stored = known.isEmpty() ? Mono.just(Map.of()) : chunks.ordinals(clientId, known);
        return stored.zipWhen(ordinals -> spaces.of(clientId)).flatMap(read -> {
            ChunkChanges changes = ChunkChanges.between(read.getT1(), drafts);
            ClientSpaces wanted = read.getT2();
            List<ChunkDraft> asked = items.asksForAll() ? drafts : changes.added();
            Mono<Void> told = items.asksForAll()
                    ? Mono.empty()
                    : tellFinished(clientId, wanted.active().space(), items);
            return chunks.remove(clientId, changes.removed())
                    .then(chunks.move(clientId, changes.moved()))
                    .then(known.isEmpty() ? Mono.empty() : chunks.followProject(clientId, known))
                    .then(chunks.add(clientId, changes.added()))
                    .then(enqueue(clientId, wanted, items.cut(), asked))
                    .then(told);
        });
    }

    /**
     * What is new is embedded for the search of now, and for that to come. A replay leaves the latter to the migration,
     * which asks for whatever it lacks before it ends, and is paid for as such.
     */
    private Mono<Void> enqueue(UUID clientId, ClientSpaces wanted, List<CutItem> cut, List<ChunkDraft> asked) {
        return Mono.deferContextual(context -> {
            List<String> queues = new ArrayList<>();
            queues.add(ChunkWork.live(wanted.active()));
            if (ReplayContext.replayId(context).isEmpty()) {
                wanted.filled().ifPresent(building -> queues.add(ChunkWork.migration(building)));
            }
            return queue.enqueue(work(clientId, queues, cut, asked));
        });
    }

    private static List<WorkRequest> work(
            UUID clientId, Collection<String> queues, List<CutItem> cut, List<ChunkDraft> asked) {
        Map<UUID, CutItem> byId = byId(cut);
        return asked.stream()
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
    private Mono<Void> tellFinished(UUID clientId, EmbeddingSpace active, Replacement items) {
        if (items.known().isEmpty()) {
            return Mono.empty();
        }
        Map<UUID, CutItem> byId = byId(items.cut());
        return finished.among(clientId, items.known(), active)
                .map(event -> OutgoingEvent.of(event, traceOf(byId.get(event.itemId()))))
                .collectList()
                .flatMap(events -> events.isEmpty() ? Mono.empty() : outbox.append(events));
    }

    private static Map<UUID, CutItem> byId(List<CutItem> cut) {
        return cut.stream().collect(Collectors.toMap(CutItem::id, item -> item));
    }

    private static @Nullable String traceOf(@Nullable CutItem cut) {
        return cut == null ? null : cut.item().traceparent();
    }
}

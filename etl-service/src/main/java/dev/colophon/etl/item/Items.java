package dev.colophon.etl.item;

import dev.colophon.events.ClientId;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Captures and removes items, each change with its event, in the current transaction of their client. Unchanged items
 * lead to nothing.
 */
@Component
public class Items {

    private final ItemStore store;
    private final Outbox outbox;
    private final Clock clock;
    private final Counter captured;
    private final Counter unchanged;

    Items(ItemStore store, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
        this.captured = meters.counter("colophon.etl.items", "result", "captured");
        this.unchanged = meters.counter("colophon.etl.items", "result", "unchanged");
    }

    /** Captures what is new or changed; of several drafts of one item the last counts. */
    public Mono<CaptureResult> capture(Collection<ItemDraft> drafts) {
        Map<UUID, ItemDraft> byId = new LinkedHashMap<>();
        drafts.forEach(draft -> byId.put(draft.itemId(), draft));
        if (byId.isEmpty()) {
            return Mono.just(new CaptureResult(0, 0));
        }
        return store.lock(byId.keySet()).flatMap(stored -> capture(byId, stored));
    }

    /** Removes a source's documents that it no longer holds; gives how many. */
    public Mono<Integer> removeDocumentsExcept(UUID clientId, UUID projectId, UUID sourceId, Collection<UUID> kept) {
        return store.documentsOfSource(sourceId)
                .map(known -> known.stream().filter(id -> !kept.contains(id)).toList())
                .flatMap(gone -> gone.isEmpty() ? Mono.just(List.<StoredItem>of()) : store.lock(gone))
                .flatMap(gone -> remove(clientId, projectId, gone).thenReturn(gone.size()));
    }

    /** Removes what a source has given. */
    public Mono<Void> removeOfSource(UUID clientId, UUID projectId, UUID sourceId) {
        return store.lockOfSource(sourceId).flatMap(items -> remove(clientId, projectId, items));
    }

    /** Removes all that a project has. */
    public Mono<Void> removeOfProject(UUID clientId, UUID projectId) {
        return store.lockOfProject(projectId).flatMap(items -> remove(clientId, projectId, items));
    }

    /** Removes one item; empty where there is none. */
    Mono<Boolean> remove(UUID clientId, UUID itemId) {
        return store.find(itemId).flatMap(item -> store.lock(List.of(itemId))
                .flatMap(stored -> remove(clientId, item.projectId(), stored))
                .thenReturn(true));
    }

    private Mono<CaptureResult> capture(Map<UUID, ItemDraft> drafts, List<StoredItem> stored) {
        Map<UUID, StoredItem> known = stored.stream().collect(Collectors.toMap(StoredItem::id, Function.identity()));
        List<Capture> captures = drafts.entrySet().stream()
                .map(draft -> Capture.of(draft.getValue(), known.get(draft.getKey())))
                .filter(Objects::nonNull)
                .toList();
        int same = drafts.size() - captures.size();
        captured.increment(captures.size());
        unchanged.increment(same);
        CaptureResult result = new CaptureResult(captures.size(), same);
        return captures.isEmpty() ? Mono.just(result) : publish(captures).thenReturn(result);
    }

    private Mono<Void> publish(List<Capture> captures) {
        Instant now = clock.instant();
        UUID clientId = captures.get(0).draft().clientId();
        List<String> gone = captures.stream()
                .flatMap(capture -> capture.keysGone().stream())
                .toList();
        return store.upsert(captures)
                .thenMany(Flux.fromIterable(captures))
                .flatMapIterable(capture -> capture.events(now))
                .buffer(100)
                .concatMap(outbox::append)
                .then(outbox.tombstones(Topic.ITEMS, gone, clientId));
    }

    private Mono<Void> remove(UUID clientId, UUID projectId, List<StoredItem> items) {
        if (items.isEmpty()) {
            return Mono.empty();
        }
        Instant now = clock.instant();
        List<OutgoingEvent> events = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (StoredItem item : items) {
            events.add(OutgoingEvent.of(
                    new ItemRemoved(new ClientId(clientId), projectId, item.id(), item.version() + 1, now)));
            keys.addAll(Capture.keys(clientId.toString(), item.id().toString(), item.parts()));
        }
        return store.markRemoved(items.stream().map(StoredItem::id).toList())
                .then(outbox.append(events))
                .then(outbox.tombstones(Topic.ITEMS, keys, clientId));
    }
}

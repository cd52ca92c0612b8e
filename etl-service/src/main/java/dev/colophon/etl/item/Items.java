package dev.colophon.etl.item;

import dev.colophon.events.ClientId;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
        this.captured = ItemMeter.ITEMS.counter(meters, "captured");
        this.unchanged = ItemMeter.ITEMS.counter(meters, "unchanged");
    }

    /**
     * Captures what is new or changed, as its source holds it now; of several drafts of one item the last counts.
     */
    public Mono<CaptureResult> capture(Collection<ItemDraft> drafts) {
        Map<UUID, ToldItem> byId = new TreeMap<>();
        drafts.forEach(draft -> byId.put(draft.itemId(), new ToldItem(draft, null)));
        return capture(byId, true);
    }

    /**
     * As {@link #capture}, told some time ago: of several drafts of one item the newest counts, of those of one version the
     * last, and what has been removed since does not come back.
     */
    public Mono<CaptureResult> captureToldOf(Collection<ToldItem> told) {
        Map<UUID, ToldItem> byId = new TreeMap<>();
        told.forEach(item -> byId.merge(item.draft().itemId(), item, ToldItem::orNewer));
        return capture(byId, false);
    }

    private Mono<CaptureResult> capture(Map<UUID, ToldItem> byId, boolean held) {
        return byId.isEmpty()
                ? Mono.just(new CaptureResult(0, 0))
                : store.lock(byId.keySet()).flatMap(stored -> capture(byId, stored, held));
    }

    /** Removes those of the items that are there; gives how many. */
    public Mono<Integer> removeAll(UUID clientId, UUID projectId, Collection<UUID> ids) {
        return (ids.isEmpty() ? Mono.just(List.<StoredItem>of()) : store.lock(ids))
                .map(stored -> stored.stream().filter(item -> !item.removed()).toList())
                .flatMap(there -> remove(clientId, projectId, there).thenReturn(there.size()));
    }

    /** Removes an item of a source; gives whether it was there. */
    public Mono<Boolean> remove(UUID clientId, UUID projectId, UUID sourceId, ItemKind kind, String externalId) {
        UUID id = ItemDraft.itemId(clientId, projectId, sourceId, kind, externalId);
        return removeAll(clientId, projectId, List.of(id)).map(removed -> removed == 1);
    }

    /**
     * As {@link #remove(UUID, UUID, UUID, ItemKind, String)}, told of: the item stays away, even where it was never here,
     * unless something newer is told or the source still holds it.
     *
     * @param version that it was gone at, as the source counts
     */
    public Mono<Boolean> removeToldOf(
            UUID clientId, UUID projectId, UUID sourceId, ItemKind kind, String externalId, long version) {
        UUID id = ItemDraft.itemId(clientId, projectId, sourceId, kind, externalId);
        return removeAll(clientId, projectId, List.of(id))
                .flatMap(removed -> store.bury(id, clientId, projectId, sourceId, kind, externalId, version)
                        .thenReturn(removed == 1));
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

    private Mono<CaptureResult> capture(Map<UUID, ToldItem> drafts, List<StoredItem> stored, boolean held) {
        Map<UUID, StoredItem> known = stored.stream().collect(Collectors.toMap(StoredItem::id, Function.identity()));
        List<Capture> captures = drafts.entrySet().stream()
                .map(draft -> Capture.of(draft.getValue(), known.get(draft.getKey()), held))
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

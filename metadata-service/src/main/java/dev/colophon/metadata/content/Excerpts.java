package dev.colophon.metadata.content;

import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps excerpts of items, and has the metadata of their projects looked at when they have settled. An item that is not
 * newer than what is kept of it changes nothing. Every call runs in a transaction of the client.
 */
@Component
public class Excerpts {

    /**
     * What came of reading events again.
     *
     * @param items events of items that were not known yet
     * @param projects that have changed by them
     */
    public record Changed(long items, Set<UUID> projects) {}

    private final DigestStore store;
    private final RefreshPolicy policy;
    private final WorkQueue queue;

    Excerpts(DigestStore store, RefreshPolicy policy, WorkQueue queue) {
        this.store = store;
        this.policy = policy;
        this.queue = queue;
    }

    /** What {@code event} says of an item; empty where that is nothing to keep: all that is kept is in the first part. */
    static Stream<ItemExcerpt> of(Event<?> event) {
        if (event.payload() instanceof ItemCaptured captured) {
            return captured.part() == 1 ? Stream.of(ItemExcerpt.of(captured)) : Stream.empty();
        }
        return event.payload() instanceof ItemRemoved removed ? Stream.of(ItemExcerpt.of(removed)) : Stream.empty();
    }

    /** Keeps what is new of events of one client, which came live. */
    Mono<Void> keep(List<? extends Event<?>> events) {
        UUID clientId = events.get(0).clientId().value();
        String traceparent = events.get(events.size() - 1).traceparent();
        Collection<ItemExcerpt> excerpts = ItemExcerpt.newest(events.stream().flatMap(Excerpts::of));
        if (excerpts.isEmpty()) {
            return Mono.empty();
        }
        return store.apply(excerpts)
                .map(change -> look(clientId, change.projectId(), policy.delay(change.waited()), traceparent))
                .collectList()
                .flatMap(queue::enqueue);
    }

    /** How many of the events would change something; asks for versions only, as most of what is read again is known. */
    public Mono<Long> countNew(List<Event<?>> events) {
        return unknown(events).map(unknown -> (long) unknown.size());
    }

    /** Keeps what is new of events that are read again; whoever reads them has the projects looked at. */
    public Mono<Changed> keepAgain(List<Event<?>> events) {
        return unknown(events)
                .flatMap(unknown -> unknown.isEmpty()
                        ? Mono.just(new Changed(0, Set.of()))
                        : store.apply(ItemExcerpt.newest(unknown.stream().flatMap(Excerpts::of)))
                                .map(DigestStore.Change::projectId)
                                .collectList()
                                .map(HashSet::new)
                                .map(changed -> new Changed(
                                        unknown.stream()
                                                .filter(event -> changed.contains(
                                                        ItemVersion.of(event).projectId()))
                                                .count(),
                                        changed)));
    }

    /** Has projects looked at as if their items had come just now. */
    public Mono<Void> haveLookedAt(UUID clientId, Collection<UUID> projects, @Nullable String traceparent) {
        return queue.enqueue(projects.stream()
                .map(project -> look(clientId, project, policy.pause(), traceparent))
                .toList());
    }

    private Mono<List<Event<?>>> unknown(List<Event<?>> events) {
        List<Event<?>> telling = new ArrayList<>();
        List<ItemVersion> versions = new ArrayList<>();
        for (Event<?> event : events) {
            ItemVersion version = ItemVersion.of(event);
            if (version.tells()) {
                telling.add(event);
                versions.add(version);
            }
        }
        return versions.isEmpty()
                ? Mono.just(List.of())
                : store.newer(versions)
                        .<Event<?>>map(place -> telling.get(place - 1))
                        .collectList();
    }

    private static WorkRequest look(UUID clientId, UUID projectId, Duration delay, @Nullable String traceparent) {
        return new WorkRequest(RefreshPolicy.QUEUE, clientId, projectId, WorkRequest.LIVE, delay, traceparent);
    }
}

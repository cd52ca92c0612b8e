package dev.colophon.metadata.content;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hears of items: keeps excerpts of them and has the project's metadata looked at when they have settled. */
@Component
class ItemsListener implements TopicHandlers {

    private final EventListenerSupport support;
    private final EventHandlers handlers;
    private final DigestStore store;
    private final RefreshPolicy policy;
    private final WorkQueue queue;

    ItemsListener(EventListenerSupport support, DigestStore store, RefreshPolicy policy, WorkQueue queue) {
        this.support = support;
        this.store = store;
        this.policy = policy;
        this.queue = queue;
        this.handlers = EventHandlers.builder()
                .on(ItemCaptured.class, this::captured)
                .on(ItemRemoved.class, this::removed)
                .build();
    }

    @KafkaListener(topics = "colophon.items", groupId = "metadata-service")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle("metadata-service", records, this);
    }

    @Override
    public Topic topic() {
        return Topic.ITEMS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    /** The first part of an item holds more than is kept of it. */
    private Mono<Void> captured(List<Event<ItemCaptured>> events) {
        return keep(
                events,
                ItemExcerpt.newest(events.stream()
                        .map(Event::payload)
                        .filter(item -> item.part() == 1)
                        .map(ItemExcerpt::of)));
    }

    private Mono<Void> removed(List<Event<ItemRemoved>> events) {
        return keep(events, ItemExcerpt.newest(events.stream().map(event -> ItemExcerpt.of(event.payload()))));
    }

    private Mono<Void> keep(List<? extends Event<?>> events, Collection<ItemExcerpt> excerpts) {
        UUID clientId = events.get(0).clientId().value();
        String traceparent = events.get(events.size() - 1).traceparent();
        if (excerpts.isEmpty()) {
            return Mono.empty();
        }
        return store.apply(excerpts)
                .map(change -> refresh(clientId, change, traceparent))
                .collectList()
                .flatMap(queue::enqueue);
    }

    private WorkRequest refresh(UUID clientId, DigestStore.Change change, @Nullable String traceparent) {
        return new WorkRequest(
                RefreshPolicy.QUEUE,
                clientId,
                change.projectId(),
                WorkRequest.LIVE,
                policy.delay(change.waited()),
                traceparent);
    }
}

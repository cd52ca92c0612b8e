package dev.colophon.metadata.generation;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.metadata.generation.GenerationRequests.Reason;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hears of requests, its own service's and others', and queues the work; no provider is called here. The work of replays
 * is queued where they are carried out.
 */
@Component
class RequestsListener implements TopicHandlers {

    private final EventListenerSupport support;
    private final EventHandlers handlers;
    private final GenerationStore store;
    private final WorkQueue queue;

    RequestsListener(EventListenerSupport support, GenerationStore store, WorkQueue queue) {
        this.support = support;
        this.store = store;
        this.queue = queue;
        this.handlers = EventHandlers.builder()
                .on(MetadataRequested.class, this::requested)
                .build();
    }

    @KafkaListener(topics = "colophon.metadata.requests", groupId = "metadata-service")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle("metadata-service", records, this);
    }

    @Override
    public Topic topic() {
        return Topic.METADATA_REQUESTS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    private Mono<Void> requested(List<Event<MetadataRequested>> events) {
        Map<UUID, Event<MetadataRequested>> byProject = new LinkedHashMap<>();
        events.stream()
                .filter(event -> !event.payload().reason().equals(Reason.REPLAYED.wireName()))
                .forEach(event -> byProject.put(event.payload().projectId(), event));
        if (byProject.isEmpty()) {
            return Mono.empty();
        }
        UUID clientId = events.get(0).clientId().value();
        return store.accept(byProject.values().stream().map(Event::payload).toList())
                .map(projectId -> work(clientId, projectId, byProject.get(projectId)))
                .collectList()
                .flatMap(queue::enqueue);
    }

    private static WorkRequest work(UUID clientId, UUID projectId, @Nullable Event<MetadataRequested> event) {
        boolean nightly = event != null && event.payload().reason().equals(Reason.NIGHTLY.wireName());
        return new WorkRequest(
                GenerationQueue.NAME,
                clientId,
                projectId,
                nightly ? WorkRequest.BACKFILL : WorkRequest.LIVE,
                Duration.ZERO,
                event == null ? null : event.traceparent());
    }
}

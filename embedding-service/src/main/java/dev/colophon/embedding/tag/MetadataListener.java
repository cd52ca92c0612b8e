package dev.colophon.embedding.tag;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hears of new metadata, and keeps its tags. */
@Component
class MetadataListener implements TopicHandlers {

    private static final String CONSUMER = "embedding-service";

    private final EventListenerSupport support;
    private final EventHandlers handlers;

    MetadataListener(EventListenerSupport support, ProjectTags tags) {
        this.support = support;
        this.handlers = EventHandlers.builder()
                .on(MetadataGenerated.class, events -> keepAll(tags, events))
                .build();
    }

    @KafkaListener(topics = "colophon.metadata", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.METADATA;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    private static Mono<Void> keepAll(ProjectTags tags, List<Event<MetadataGenerated>> events) {
        return Flux.fromIterable(events)
                .map(Event::payload)
                .concatMap(metadata -> tags.keep(
                        metadata.clientId().value(),
                        metadata.projectId(),
                        metadata.aiGeneratedTags(),
                        metadata.generatedAt()))
                .then();
    }
}

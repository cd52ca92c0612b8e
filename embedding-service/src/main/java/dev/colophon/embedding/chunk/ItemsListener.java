package dev.colophon.embedding.chunk;

import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hears of items: cuts them, and leaves the rest to the worker. */
@Component
class ItemsListener implements TopicHandlers {

    private static final String CONSUMER = "embedding-service";

    private final EventListenerSupport support;
    private final EventHandlers handlers;
    private final ApplicationEventPublisher within;

    ItemsListener(EventListenerSupport support, ItemIntake intake, ApplicationEventPublisher within) {
        this.support = support;
        this.within = within;
        this.handlers = EventHandlers.builder()
                .on(ItemCaptured.class, intake::capture)
                .on(ItemRemoved.class, intake::remove)
                .build();
    }

    @KafkaListener(topics = "colophon.items", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.ITEMS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    @Override
    public void afterwards() {
        within.publishEvent(new ChunksPending());
    }
}

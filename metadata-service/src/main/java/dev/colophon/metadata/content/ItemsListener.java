package dev.colophon.metadata.content;

import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hears of items: keeps excerpts of them and has the project's metadata looked at when they have settled. */
@Component
class ItemsListener implements TopicHandlers {

    private final EventListenerSupport support;
    private final EventHandlers handlers;

    ItemsListener(EventListenerSupport support, Excerpts excerpts) {
        this.support = support;
        this.handlers = EventHandlers.builder()
                .on(ItemCaptured.class, excerpts::keep)
                .on(ItemRemoved.class, excerpts::keep)
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
}

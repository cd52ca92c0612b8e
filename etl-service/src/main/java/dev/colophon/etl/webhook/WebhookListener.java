package dev.colophon.etl.webhook;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.source.WebhookReceived;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hears of deliveries and has them read; reading may ask the source, and no listener waits for that. */
@Component
class WebhookListener implements TopicHandlers {

    private static final String CONSUMER = "etl-service";

    private final EventListenerSupport support;
    private final WorkQueue queue;
    private final WebhookWorker worker;
    private final EventHandlers handlers =
            EventHandlers.builder().on(WebhookReceived.class, this::enqueue).build();

    WebhookListener(EventListenerSupport support, WorkQueue queue, WebhookWorker worker) {
        this.support = support;
        this.queue = queue;
        this.worker = worker;
    }

    @KafkaListener(topics = "colophon.sources", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.SOURCES;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    @Override
    public void afterwards() {
        worker.wake();
    }

    private Mono<Void> enqueue(List<Event<WebhookReceived>> events) {
        return queue.enqueue(events.stream()
                .map(event -> WorkRequest.now(
                        WebhookWorker.QUEUE,
                        event.clientId().value(),
                        event.payload().deliveryId(),
                        event.traceparent()))
                .toList());
    }
}

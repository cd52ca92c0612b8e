package dev.colophon.messaging.deadletter;

import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Has a dead letter handled again by the listeners that it was meant for. It is not published again: on a compacted topic
 * the old event would count as the latest. What was handled after all is recognised by its id and does nothing. Blocks.
 */
final class Redriver {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventListenerSupport support;
    private final List<TopicHandlers> listeners;
    private final String service;

    Redriver(EventListenerSupport support, List<TopicHandlers> listeners, String service) {
        this.support = support;
        this.listeners = List.copyOf(listeners);
        this.service = service;
    }

    /**
     * Why it failed again; null where it did not.
     *
     * @throws RuntimeException where broker or database are away, which says nothing about the letter
     */
    @Nullable
    RuntimeException redrive(DeadLetter letter, ConsumerRecord<String, byte[]> record, Mended mended) {
        List<TopicHandlers> meant = listeners.stream()
                .filter(one -> one.topic().topicName().equals(letter.source().topic()))
                .toList();
        if (meant.isEmpty()) {
            return new IllegalArgumentException(
                    "this service does not listen to " + letter.source().topic());
        }
        Envelope envelope = new Envelope(record);
        if (envelope.isWithoutContent() && mended.payload() == null) {
            return new IllegalArgumentException(
                    "the event was too large to be kept, and the broker has it no more: give a payload");
        }
        try {
            for (TopicHandlers listener : meant) {
                listener.beforehand().block(PATIENCE);
                support.handleAgain(service, envelope.asItCame(letter, mended), listener.handlers());
                listener.afterwards();
            }
            return null;
        } catch (RuntimeException e) {
            if (InfrastructureFailures.isOne(e)) {
                throw e;
            }
            return e;
        }
    }
}

package dev.colophon.usage.budget;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks again at budgets whose limits were changed. */
@Component
class BudgetListener implements TopicHandlers {

    private static final String CONSUMER = "usage-service";

    private final EventListenerSupport support;
    private final BudgetStates states;
    private final EventHandlers handlers =
            EventHandlers.builder().on(ClientConfigured.class, this::look).build();

    BudgetListener(EventListenerSupport support, BudgetStates states) {
        this.support = support;
        this.states = states;
    }

    @KafkaListener(topics = "colophon.configuration", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.CONFIGURATION;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    private Mono<Void> look(List<Event<ClientConfigured>> changes) {
        boolean limits =
                changes.stream().anyMatch(change -> change.payload().kind().equals("configuration/cost_limits"));
        return limits ? states.tellOfAll(changes.get(0).clientId().value()) : Mono.empty();
    }
}

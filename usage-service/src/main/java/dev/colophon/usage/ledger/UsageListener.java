package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.UsageAdjusted;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes all that is told of attempts into the ledger. */
@Component
class UsageListener implements TopicHandlers {

    private static final Logger log = LoggerFactory.getLogger(UsageListener.class);
    private static final String CONSUMER = "usage-service";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventListenerSupport support;
    private final PriceBook prices;
    private final EventHandlers handlers;

    UsageListener(EventListenerSupport support, Ledger ledger, PriceBook prices) {
        this.support = support;
        this.prices = prices;
        this.handlers = EventHandlers.builder()
                .on(AiUsageObserved.class, told(ledger::observed, "recorded {} attempts of client {}"))
                .on(AiUsageUnconfirmed.class, told(ledger::unconfirmed, "recorded {} unconfirmed of client {}"))
                .on(UsageAdjusted.class, told(ledger::adjusted, "recorded {} adjustments of client {}"))
                .build();
    }

    @KafkaListener(topics = "colophon.usage", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.USAGE;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    @Override
    public Mono<Void> beforehand() {
        return prices.refresh().timeout(PATIENCE).then();
    }

    private <P extends EventPayload> Function<List<Event<P>>, Mono<Void>> told(
            Function<List<Event<P>>, Mono<Integer>> write, String words) {
        return events -> write.apply(events)
                .doOnNext(written -> log.info(words, written, events.get(0).clientId()))
                .then();
    }
}

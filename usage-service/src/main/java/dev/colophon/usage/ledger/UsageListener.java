package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes every observed attempt into the ledger. */
@Component
class UsageListener {

    private static final Logger log = LoggerFactory.getLogger(UsageListener.class);
    private static final String CONSUMER = "usage-service";

    private final EventListenerSupport support;
    private final LedgerStore ledger;
    private final Counter recorded;
    private final EventHandlers handlers =
            EventHandlers.builder().on(AiUsageObserved.class, this::record).build();

    UsageListener(EventListenerSupport support, LedgerStore ledger, MeterRegistry meters) {
        this.support = support;
        this.ledger = ledger;
        this.recorded = Counter.builder("colophon.usage.recorded")
                .description("Attempts written into the ledger")
                .register(meters);
    }

    @KafkaListener(topics = "colophon.usage", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, handlers);
    }

    private Mono<Void> record(List<Event<AiUsageObserved>> observed) {
        return ledger.add(observed)
                .doOnNext(added -> {
                    recorded.increment(added);
                    log.info(
                            "recorded {} attempts of client {}",
                            added,
                            observed.get(0).clientId());
                })
                .then();
    }
}

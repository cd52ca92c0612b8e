package dev.colophon.messaging.deadletter;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

/** Enters this service's dead letters in their index, all that the broker has. */
final class DeadLetterListener {

    private final DeadLetterStore store;
    private final String suffix;

    DeadLetterListener(DeadLetterStore store, String service) {
        this.store = store;
        this.suffix = "." + service + ".dlt";
    }

    /**
     * Dead-letter topics come into being with their first letter, so that new ones are looked for often. Until then there is
     * nothing to fetch, and a consumer without a fetch under way wakes as often as it may retry.
     */
    @KafkaListener(
            topicPattern = "colophon\\..*\\.${spring.application.name}\\.dlt",
            groupId = "${spring.application.name}-dead-letters",
            properties = {"metadata.max.age.ms=5000", "retry.backoff.ms=1000"})
    void on(List<ConsumerRecord<String, byte[]>> records) {
        store.add(records.stream()
                        .map(record -> new Envelope(record).letter(suffix))
                        .toList())
                .block();
    }
}

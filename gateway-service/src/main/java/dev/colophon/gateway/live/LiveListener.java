package dev.colophon.gateway.live;

import dev.colophon.events.EventCodec;
import dev.colophon.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;

/**
 * Hears the topics whose events clients may see. Every instance hears everything from the moment it starts, in a group of
 * its own that commits nothing: the stream tells what happens, it is no archive.
 */
@Component
class LiveListener {

    private static final Logger log = LoggerFactory.getLogger(LiveListener.class);

    private final LiveEvents events;

    LiveListener(LiveEvents events) {
        this.events = events;
    }

    @KafkaListener(
            id = "live-events",
            groupId = "gateway-live-${random.uuid}",
            topics = {
                "colophon.projects",
                "colophon.sources",
                "colophon.metadata",
                "colophon.embeddings",
                "colophon.usage"
            },
            containerFactory = "liveListenerContainers")
    void on(List<ConsumerRecord<String, byte[]>> records, Acknowledgment neverGiven) {
        records.forEach(this::tell);
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        clientOf(record).filter(events::hasReaders).ifPresent(client -> {
            try {
                EventCodec.read(record.headers(), record.value())
                        .filter(event -> event.clientId().value().equals(client))
                        .flatMap(LiveEvent::of)
                        .ifPresent(event -> events.publish(client, event));
            } catch (UnreadableEventException e) {
                log.debug("not told live: {}", e.getMessage());
            }
        });
    }

    /** By its header, so that what nobody reads is not parsed. */
    private static Optional<UUID> clientOf(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("ce_clientid");
        if (header == null || header.value() == null || record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.colophon.messaging.outbox;

import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import java.util.Collection;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Publishes events with the state they tell of: both are written in the current transaction, or neither. A relay sends
 * them afterwards, in order, at least once.
 */
public interface Outbox {

    /** Appends events with new ids. */
    Mono<Void> append(EventPayload... payloads);

    /** Appends many events in one statement. */
    Mono<Void> append(Collection<OutgoingEvent> events);

    /** Appends tombstones, with which a compacted topic forgets the keys. */
    Mono<Void> tombstones(Topic topic, Collection<String> keys, UUID clientId);
}

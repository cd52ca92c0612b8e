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

    /**
     * Appends events of one client that nothing else is written with, in one statement, which is its own transaction: not to
     * be called within another.
     */
    Mono<Void> appendAlone(UUID clientId, EventPayload... payloads);

    /**
     * What {@link #append} would write, as a JSON array of rows: for a function of the database that hands it to
     * {@code outbox_append}, so that the events and what they tell of are written in one statement.
     */
    Mono<String> rows(EventPayload... payloads);

    /** Appends tombstones, with which a compacted topic forgets the keys. */
    Mono<Void> tombstones(Topic topic, Collection<String> keys, UUID clientId);
}

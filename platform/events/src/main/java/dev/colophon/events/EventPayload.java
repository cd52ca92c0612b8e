package dev.colophon.events;

/**
 * The value of an event. Implementations are records that carry {@link EventType} and are listed in
 * {@link EventCatalogue}; their JSON has {@code snake_case} names.
 */
public interface EventPayload {

    /** The client that owns the event, as in the envelope's {@code ce_clientid}. */
    ClientId clientId();

    /**
     * The Kafka key, {@code client/entity}: all events of one entity stay in order, and on compacted topics the latest
     * survives.
     */
    String key();
}

package dev.colophon.messaging.outbox;

import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out.
 *
 * @param id what consumers know it by; derived where the same fact must be the same event
 * @param causationId the event that led to it
 * @param traceparent the trace it belongs to; null takes the one of the running work
 */
public record OutgoingEvent(
        UUID id,
        EventPayload payload,
        @Nullable UUID causationId,
        @Nullable String traceparent) {

    /** An event with a new id in the trace of the running work. */
    public static OutgoingEvent of(EventPayload payload) {
        return new OutgoingEvent(Ids.newId(), payload, null, null);
    }

    /** An event with a new id in the trace of {@code traceparent}. */
    public static OutgoingEvent of(EventPayload payload, @Nullable String traceparent) {
        return new OutgoingEvent(Ids.newId(), payload, null, traceparent);
    }
}

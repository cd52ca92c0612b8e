package dev.colophon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payload in its CloudEvents 1.0 envelope.
 *
 * @param id {@code ce_id}: consumers handle each id once
 * @param source {@code ce_source}: the service that says so, for example {@code /metadata-service}
 * @param time {@code ce_time}: when it happened
 * @param correlationId what the first call of this chain was given
 * @param causationId the id of the event that led to this one
 * @param replayId the replay that published it again
 * @param traceparent W3C trace context of the work that caused it
 */
public record Event<P extends EventPayload>(
        UUID id,
        String source,
        Instant time,
        P payload,
        @Nullable String correlationId,
        @Nullable UUID causationId,
        @Nullable UUID replayId,
        @Nullable String traceparent) {

    public ClientId clientId() {
        return payload.clientId();
    }

    /** The CloudEvents {@code type} of the payload. */
    public String type() {
        return EventCatalogue.typeOf(payload.getClass());
    }
}

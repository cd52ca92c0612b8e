package dev.colophon.messaging.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be handled, without its content.
 *
 * @param source where it was read from
 * @param place where it is now
 * @param clientId null where its headers do not say
 * @param cause the error's message without what differs from letter to letter
 * @param attempts before it was put aside
 * @param redrives that failed since
 * @param change what was done about it last; null where nothing was
 */
public record DeadLetter(
        UUID id,
        Place source,
        Place place,
        @Nullable String key,
        @Nullable UUID eventId,
        @Nullable String eventType,
        @Nullable UUID clientId,
        String errorClass,
        String errorMessage,
        String cause,
        int attempts,
        int redrives,
        DeadLetterState state,
        Instant failedAt,
        @Nullable Change change) {

    /** A record's place on the broker. */
    public record Place(String topic, int partition, long offset) {}

    /** Who did something about a letter, when and why. */
    public record Change(String by, Instant at, @Nullable String reason) {}
}

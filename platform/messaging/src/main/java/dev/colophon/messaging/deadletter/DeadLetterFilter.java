package dev.colophon.messaging.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that fit everything that is not null.
 *
 * @param topic they were read from
 * @param error the class of the error, with or without its package, or the cause as the list of causes names it
 * @param from when they failed, inclusive
 * @param to when they failed, exclusive
 */
public record DeadLetterFilter(
        @Nullable List<UUID> ids,
        @Nullable String topic,
        @Nullable String error,
        @Nullable UUID clientId,
        @Nullable DeadLetterState state,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** One letter. */
    public static DeadLetterFilter of(UUID id) {
        return new DeadLetterFilter(List.of(id), null, null, null, null, null, null);
    }
}

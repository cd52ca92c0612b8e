package dev.colophon.ops.deadletter;

import dev.colophon.messaging.deadletter.DeadLetter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in a list.
 *
 * @param topic it was read from, as partition and offset are
 * @param clientId null where its headers do not say
 * @param cause the message without what differs from letter to letter
 * @param attempts before it was put aside
 * @param redrives that failed since
 * @param state {@code waiting}, {@code queued}, {@code redriven} or {@code dropped}
 * @param changedBy who did something about it last
 */
record DeadLetterView(
        UUID id,
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        @Nullable UUID eventId,
        @Nullable String eventType,
        @Nullable UUID clientId,
        String errorClass,
        String errorMessage,
        String cause,
        int attempts,
        int redrives,
        String state,
        Instant failedAt,
        @Nullable String changedBy,
        @Nullable Instant changedAt,
        @Nullable String reason) {

    static DeadLetterView of(DeadLetter letter) {
        DeadLetter.Change change = letter.change();
        return new DeadLetterView(
                letter.id(),
                letter.source().topic(),
                letter.source().partition(),
                letter.source().offset(),
                letter.key(),
                letter.eventId(),
                letter.eventType(),
                letter.clientId(),
                letter.errorClass(),
                letter.errorMessage(),
                letter.cause(),
                letter.attempts(),
                letter.redrives(),
                letter.state().wireName(),
                letter.failedAt(),
                change == null ? null : change.by(),
                change == null ? null : change.at(),
                change == null ? null : change.reason());
    }
}

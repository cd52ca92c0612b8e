package dev.colophon.messaging.deadletter;

import java.time.Instant;

/** Dead letters of one topic that failed in the same way. */
public record DeadLetterCause(
        String topic, String errorClass, String errorMessage, long count, Instant oldest, Instant newest) {}

package dev.colophon.ops.deadletter;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with what it holds.
 *
 * @param deadLetter where it is now
 * @param headers by name; {@code base64:} and the bytes where they are no text
 * @param payload the value as JSON where it is JSON, else as text, else in base64; null where there is none
 * @param payloadEncoding {@code json}, {@code text}, {@code base64} or {@code none}
 * @param payloadBytes how long the value is
 */
record DeadLetterWhole(
        @JsonUnwrapped DeadLetterView letter,
        DeadLetterPlace deadLetter,
        Map<String, String> headers,
        @Nullable Object payload,
        String payloadEncoding,
        int payloadBytes) {

    /** A record's place on the broker. */
    record DeadLetterPlace(String topic, int partition, long offset) {}
}

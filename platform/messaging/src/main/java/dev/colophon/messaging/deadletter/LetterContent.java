package dev.colophon.messaging.deadletter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter holds, read from the broker: a client's data, for operators alone.
 *
 * @param value null for a tombstone
 */
public record LetterContent(List<Header> headers, byte @Nullable [] value) {

    public LetterContent {
        headers = List.copyOf(headers);
    }

    /** A header of the record. */
    public record Header(String name, byte @Nullable [] value) {}
}

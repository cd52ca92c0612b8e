package dev.colophon.messaging.deadletter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator put right in a dead letter before it is tried again.
 *
 * @param payload null where it is right as it is
 * @param headers in place of those of the same names
 */
public record Mended(@Nullable String payload, Map<String, String> headers) {

    /** As it is. */
    public static final Mended NOTHING = new Mended(null, Map.of());

    public Mended {
        headers = Map.copyOf(headers);
    }
}

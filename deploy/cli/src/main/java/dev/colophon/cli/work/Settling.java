package dev.colophon.cli.work;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells whether something that is looked at again and again has stopped changing. */
final class Settling {

    private final Duration calm;
    private @Nullable Object last;
    private @Nullable Instant since;

    Settling(Duration calm) {
        this.calm = calm;
    }

    /** Whether {@code value} has been the same for the whole calm. */
    boolean settled(Object value, Instant now) {
        if (since == null || !value.equals(last)) {
            last = value;
            since = now;
        }
        return Duration.between(since, now).compareTo(calm) >= 0;
    }
}

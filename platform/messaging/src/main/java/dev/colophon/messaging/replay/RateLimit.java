package dev.colophon.messaging.replay;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A token bucket that holds what a quarter of a second allows, so that a rate is even and a pause is not caught up on. */
final class RateLimit {

    private static final double SECOND = 1_000_000_000.0;

    private final LongSupplier nanos;
    private long last;
    private double tokens;

    RateLimit(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** How many may go now; more than asked for never. */
    int allowed(@Nullable Integer perSecond, int wanted) {
        long now = nanos.getAsLong();
        double passed = (now - last) / SECOND;
        last = now;
        if (perSecond == null) {
            tokens = 0;
            return wanted;
        }
        tokens = Math.min(tokens + passed * perSecond, Math.max(1, perSecond / 4.0));
        return (int) Math.min(wanted, tokens);
    }

    void take(int events) {
        tokens -= events;
    }
}

package dev.colophon.gateway.limit;

import java.time.Duration;

/** A token bucket: full at first, refilled steadily, one token a call. Time is what its caller says it is, in nanoseconds. */
final class TokenBucket {

    /**
     * What became of a request for a token.
     *
     * @param remaining whole tokens left
     * @param untilNext until there is one again; zero where there is one
     */
    record Outcome(boolean allowed, int remaining, Duration untilNext) {}

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final int capacity;
    private double tokens;
    private long refilledAt;

    TokenBucket(double perSecond, int capacity, long now) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.refilledAt = now;
    }

    /** Takes a token if there is one. */
    synchronized Outcome take(long now) {
        refill(now);
        boolean allowed = tokens >= 1;
        if (allowed) {
            tokens -= 1;
        }
        return outcome(allowed);
    }

    /** As {@link #take}, but takes nothing. */
    synchronized Outcome look(long now) {
        refill(now);
        return outcome(tokens >= 1);
    }

    private void refill(long now) {
        double refill = (now - refilledAt) / NANOS * perSecond;
        if (refill > 0) {
            tokens = Math.min(capacity, tokens + refill);
            refilledAt = now;
        }
    }

    private Outcome outcome(boolean allowed) {
        double missing = Math.max(0, 1 - tokens);
        return new Outcome(allowed, (int) tokens, Duration.ofNanos((long) Math.ceil(missing / perSecond * NANOS)));
    }
}

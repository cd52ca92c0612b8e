package dev.colophon.etl.jira.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Until when each Jira wants no calls at all; known to all sources that read it. Safe for concurrent use. */
public final class TenantGate {

    private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();
    private final Clock clock;

    public TenantGate(Clock clock) {
        this.clock = clock;
    }

    void close(String tenant, Duration pause) {
        closedUntil.merge(tenant, clock.instant().plus(pause), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** How long calls have to wait; empty where they need not. */
    Optional<Duration> closed(String tenant) {
        Instant until = closedUntil.get(tenant);
        if (until == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), until);
        if (left.isNegative() || left.isZero()) {
            closedUntil.remove(tenant, until);
            return Optional.empty();
        }
        return Optional.of(left);
    }
}

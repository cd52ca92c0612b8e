package dev.colophon.embedding.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Clients whose work in a queue is left alone for a while, by this instance. Thread-safe. */
final class Pauses {

    private record Left(String queue, UUID clientId) {}

    private final Map<Left, Instant> until = new ConcurrentHashMap<>();
    private final Clock clock;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    /** @return whether the client's work was not paused before */
    boolean pause(String queue, UUID clientId, Duration pause) {
        Instant now = clock.instant();
        Instant before = until.put(new Left(queue, clientId), now.plus(pause));
        return before == null || before.isBefore(now);
    }

    Set<UUID> clients(String queue) {
        Instant now = clock.instant();
        until.values().removeIf(end -> !end.isAfter(now));
        return until.keySet().stream()
                .filter(left -> left.queue().equals(queue))
                .map(Left::clientId)
                .collect(Collectors.toSet());
    }
}

package dev.colophon.persistence.work;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Claimed work, held until its lease passes.
 *
 * @param weight as it was asked for
 * @param attempts spent before this one
 * @param leaseToken proves that the claim still stands
 * @param replayId what caused it; whoever works it does so in that {@link ReplayContext}
 */
public record WorkItem(
        UUID id,
        String queue,
        UUID clientId,
        UUID subjectId,
        int priority,
        int weight,
        int attempts,
        UUID leaseToken,
        @Nullable String traceparent,
        Instant createdAt,
        @Nullable UUID replayId) {}

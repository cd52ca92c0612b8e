package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger.
 *
 * @param cost USD with ten decimals, null while unknown
 * @param costStatus {@code free}, {@code priced} or {@code unknown}
 * @param traceId finds the call in traces and logs
 */
public record UsageRecord(
        UUID attemptId,
        UUID callId,
        int attempt,
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        String operation,
        String provider,
        String model,
        @Nullable String providerCallId,
        int inputCount,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long totalTokens,
        @Nullable BigDecimal cost,
        String costStatus,
        boolean cacheHit,
        String outcome,
        long durationMs,
        Instant occurredAt,
        @Nullable String traceId) {}

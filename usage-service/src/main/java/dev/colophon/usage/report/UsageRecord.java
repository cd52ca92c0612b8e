package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger.
 *
 * @param estimated whether tokens were counted here because the provider did not say
 * @param cost USD with ten decimals as it was when it was recorded, null while unknown
 * @param costStatus {@code free}, {@code priced}, {@code unknown}, {@code not_billed} or {@code unconfirmed}
 * @param adjustment USD to add since the cost was corrected; null where it was not
 * @param priceVersion the price list it was priced with
 * @param parts what each of its texts cost, in their order, adding up to the cost; null where texts were not told apart
 * @param traceId finds the call in traces and logs
 * @param replayId the replay that it was made for; null for live work
 */
public record UsageRecord(
        UUID attemptId,
        UUID callId,
        int attempt,
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        @Nullable UUID integrationId,
        String operation,
        String provider,
        String model,
        @Nullable String providerCallId,
        int inputCount,
        @Nullable Long inputTokens,
        @Nullable Long cachedInputTokens,
        @Nullable Long outputTokens,
        @Nullable Long totalTokens,
        boolean estimated,
        @Nullable BigDecimal cost,
        String costStatus,
        @Nullable BigDecimal adjustment,
        @Nullable String priceVersion,
        boolean cacheHit,
        String outcome,
        long durationMs,
        Instant occurredAt,
        @Nullable String traceId,
        @Nullable UUID replayId,
        @Nullable List<BigDecimal> parts) {}

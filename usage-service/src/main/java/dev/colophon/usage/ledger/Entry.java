package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.messaging.Traces;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of one attempt.
 *
 * @param countedAt decides for which day and month it counts: when it was reserved, else when it happened
 * @param priceVersion the price list it was priced with
 * @param replayId the replay that it was made for; null for live work
 * @param requestMetadata what else is known of the call
 */
record Entry(
        UUID attemptId,
        UUID clientId,
        UUID callId,
        int attempt,
        UUID eventId,
        @Nullable UUID reservationId,
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
        boolean estimated,
        @Nullable BigDecimal cost,
        String costStatus,
        @Nullable String priceVersion,
        boolean cacheHit,
        String outcome,
        long durationMs,
        Instant occurredAt,
        Instant countedAt,
        @Nullable String traceId,
        @Nullable UUID replayId,
        Map<String, Object> requestMetadata) {

    private static final String UNCONFIRMED = Cost.Status.UNCONFIRMED.wireName();
    /** By these, reports attribute what a batch cost to its texts. */
    private static final String TEXT_TOKENS = "text_tokens";

    private static final String UNTOLD = "untold";

    static Entry of(Event<AiUsageObserved> event, PriceList prices) {
        AiUsageObserved observed = event.payload();
        Cost cost = Cost.of(observed, prices);
        return new Entry(
                observed.attemptId(),
                event.clientId().value(),
                observed.callId(),
                observed.attempt(),
                event.id(),
                observed.reservationId(),
                observed.projectId(),
                observed.itemId(),
                observed.integrationId(),
                observed.operation(),
                observed.provider(),
                observed.model(),
                observed.providerCallId(),
                observed.inputCount(),
                observed.inputTokens(),
                observed.cachedInputTokens(),
                observed.outputTokens(),
                Boolean.TRUE.equals(observed.estimated()),
                cost.amount(),
                cost.status().wireName(),
                prices.version(),
                observed.cacheHit(),
                observed.outcome(),
                observed.durationMillis(),
                observed.occurredAt(),
                observed.occurredAt(),
                Traces.traceId(event.traceparent()),
                event.replayId(),
                observed.textTokens() == null ? Map.of() : Map.of(TEXT_TOKENS, observed.textTokens()));
    }

    /** An attempt of which nobody told how it ended. */
    static Entry of(Event<AiUsageUnconfirmed> event) {
        AiUsageUnconfirmed untold = event.payload();
        return new Entry(
                untold.attemptId(),
                event.clientId().value(),
                untold.callId(),
                1,
                event.id(),
                untold.attemptId(),
                untold.projectId(),
                null,
                untold.integrationId(),
                untold.operation(),
                untold.provider(),
                untold.model(),
                null,
                1,
                null,
                null,
                null,
                false,
                untold.amount(),
                UNCONFIRMED,
                null,
                false,
                UNTOLD,
                0,
                untold.reservedAt(),
                untold.reservedAt(),
                Traces.traceId(event.traceparent()),
                event.replayId(),
                Map.of());
    }

    boolean isUnconfirmed() {
        return costStatus.equals(UNCONFIRMED);
    }

    /**
     * What the ledger says once this was told after {@code earlier}: what is certain stays, what is not gives way to it,
     * and of two that are not certain the more telling stays, at what was reserved.
     */
    Entry after(@Nullable Entry earlier) {
        if (earlier == null) {
            return this;
        }
        if (!earlier.isUnconfirmed()) {
            return earlier;
        }
        if (!isUnconfirmed()) {
            return counted(earlier.countedAt, cost, replayId == null ? earlier.replayId : replayId);
        }
        Entry telling = earlier.outcome.equals(UNTOLD) ? this : earlier;
        Entry reserved = earlier.outcome.equals(UNTOLD) ? earlier : this;
        if (!reserved.outcome.equals(UNTOLD)) {
            return earlier;
        }
        return telling.counted(
                reserved.countedAt,
                reserved.cost == null ? telling.cost : reserved.cost,
                telling.replayId == null ? reserved.replayId : telling.replayId);
    }

    /** The same attempt as it was reserved. */
    Entry reserved(Instant at, @Nullable BigDecimal estimate, @Nullable UUID replay) {
        return counted(at, isUnconfirmed() && estimate != null ? estimate : cost, replayId == null ? replay : replayId);
    }

    BigDecimal confirmed() {
        return isUnconfirmed() || cost == null ? BigDecimal.ZERO : cost;
    }

    BigDecimal unconfirmed() {
        return isUnconfirmed() && cost != null ? cost : BigDecimal.ZERO;
    }

    long tokens() {
        return Objects.requireNonNullElse(inputTokens, 0L) + Objects.requireNonNullElse(outputTokens, 0L);
    }

    private Entry counted(Instant at, @Nullable BigDecimal amount, @Nullable UUID replay) {
        return new Entry(
                attemptId,
                clientId,
                callId,
                attempt,
                eventId,
                reservationId,
                projectId,
                itemId,
                integrationId,
                operation,
                provider,
                model,
                providerCallId,
                inputCount,
                inputTokens,
                cachedInputTokens,
                outputTokens,
                estimated,
                amount,
                costStatus,
                priceVersion,
                cacheHit,
                outcome,
                durationMs,
                occurredAt,
                at,
                traceId,
                replay,
                requestMetadata);
    }
}

package dev.colophon.events.usage;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one AI call: retries, fallbacks and cut streams are attempts of their own. Holds ids and numbers, no
 * text.
 *
 * @param attemptId what makes the attempt one fact, however often it is told
 * @param callId the call that this was an attempt of; its attempts share it
 * @param attempt from 1
 * @param reservationId the admission that was written before the call; null for free local models
 * @param operation for example {@code embedding}, {@code metadata}, {@code chat}
 * @param provider for example {@code local}, {@code openai}, {@code gemini}
 * @param model the model that served, not the one that was asked for
 * @param providerCallId the provider's own id of the call, where it gives one
 * @param inputCount texts sent, at least 1
 * @param inputTokens null where neither the provider nor a tokenizer said so: unknown is not zero
 * @param cacheHit served from stored results, no provider was called
 * @param outcome {@code succeeded}; {@code failed} or {@code throttled} where the provider refused, so that nothing was
 *     billed; {@code cancelled} where the caller broke off; {@code unanswered} where no answer came and it may have been
 *     billed
 * @param durationMillis wall time of the attempt
 * @param integrationId the client's account that was used; null for the operator's own and for local models
 * @param cachedInputTokens input tokens that the provider says it had stored; a part of {@code inputTokens}
 * @param estimated true where tokens were counted here because the provider did not say
 * @param textTokens the share of each text in {@code inputTokens}, in the order of the texts, adding up to it; null where
 *     the texts were not told apart
 */
@EventType(value = "dev.colophon.usage.observed.v1", topic = Topic.USAGE)
public record AiUsageObserved(
        ClientId clientId,
        UUID attemptId,
        UUID callId,
        int attempt,
        @Nullable UUID reservationId,
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        String operation,
        String provider,
        String model,
        @Nullable String providerCallId,
        int inputCount,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        boolean cacheHit,
        String outcome,
        long durationMillis,
        Instant occurredAt,
        @Nullable UUID integrationId,
        @Nullable Long cachedInputTokens,
        @Nullable Boolean estimated,
        @Nullable List<Long> textTokens)
        implements EventPayload {

    public AiUsageObserved {
        requireAtLeast("attempt", 1, attempt);
        requireAtLeast("input_count", 1, inputCount);
        requireAtLeast("input_tokens", 0, inputTokens);
        requireAtLeast("output_tokens", 0, outputTokens);
        requireAtLeast("duration_millis", 0, durationMillis);
        requireAtLeast("cached_input_tokens", 0, cachedInputTokens);
        textTokens = textTokens == null ? null : List.copyOf(textTokens);
    }

    /** An attempt whose texts were not told apart. */
    public AiUsageObserved(
            ClientId clientId,
            UUID attemptId,
            UUID callId,
            int attempt,
            @Nullable UUID reservationId,
            @Nullable UUID projectId,
            @Nullable UUID itemId,
            String operation,
            String provider,
            String model,
            @Nullable String providerCallId,
            int inputCount,
            @Nullable Long inputTokens,
            @Nullable Long outputTokens,
            boolean cacheHit,
            String outcome,
            long durationMillis,
            Instant occurredAt,
            @Nullable UUID integrationId,
            @Nullable Long cachedInputTokens,
            @Nullable Boolean estimated) {
        this(
                clientId,
                attemptId,
                callId,
                attempt,
                reservationId,
                projectId,
                itemId,
                operation,
                provider,
                model,
                providerCallId,
                inputCount,
                inputTokens,
                outputTokens,
                cacheHit,
                outcome,
                durationMillis,
                occurredAt,
                integrationId,
                cachedInputTokens,
                estimated,
                null);
    }

    /** An attempt on no account of the client's, counted by whoever served it. */
    public AiUsageObserved(
            ClientId clientId,
            UUID attemptId,
            UUID callId,
            int attempt,
            @Nullable UUID reservationId,
            @Nullable UUID projectId,
            @Nullable UUID itemId,
            String operation,
            String provider,
            String model,
            @Nullable String providerCallId,
            int inputCount,
            @Nullable Long inputTokens,
            @Nullable Long outputTokens,
            boolean cacheHit,
            String outcome,
            long durationMillis,
            Instant occurredAt) {
        this(
                clientId,
                attemptId,
                callId,
                attempt,
                reservationId,
                projectId,
                itemId,
                operation,
                provider,
                model,
                providerCallId,
                inputCount,
                inputTokens,
                outputTokens,
                cacheHit,
                outcome,
                durationMillis,
                occurredAt,
                null,
                null,
                null);
    }

    private static void requireAtLeast(String field, long least, @Nullable Number value) {
        if (value != null && value.longValue() < least) {
            throw new IllegalArgumentException(field + " is " + value + ", less than " + least);
        }
    }

    @Override
    public String key() {
        return clientId + "/" + attemptId;
    }
}

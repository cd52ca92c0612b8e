package dev.colophon.ai.spend;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try at one provider: retries and fallbacks are attempts of their own. What was refused before it left (an open
 * circuit, a full bulkhead, a paused provider) is none.
 *
 * @param attemptId UUIDv7
 * @param callId the call that this was an attempt of
 * @param number from 1 within the call, over all providers
 * @param model the model that served where the provider says so, else the one that was asked for
 * @param providerCallId the provider's own id of the call, where it gave one
 * @param integrationId the client's account that was used; null for the operator's own and for local models
 * @param reservationId what was admitted for this attempt; null where nothing had to be, or where it was given back
 * @param inputTokens null where the provider did not say: unknown is not zero
 * @param cachedInputTokens a part of {@code inputTokens} that the provider had stored
 * @param estimated tokens were counted here, because the provider did not get to say
 * @param error what went wrong in a few words, never a text of the client; null when it succeeded
 */
public record Attempt(
        UUID attemptId,
        UUID callId,
        int number,
        String operation,
        String provider,
        String model,
        @Nullable UUID integrationId,
        @Nullable UUID reservationId,
        @Nullable String providerCallId,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cachedInputTokens,
        boolean estimated,
        Outcome outcome,
        @Nullable String error,
        Duration duration,
        Instant startedAt) {

    /** How an attempt ended. */
    public enum Outcome {
        SUCCEEDED,
        /** No usable answer; tokens may have been spent all the same. */
        FAILED,
        /** The provider asked to wait. */
        THROTTLED,
        /** Nobody waited for the answer any more. */
        CANCELLED,
        /** It was sent and nothing readable came back in time: it may have been billed. */
        UNANSWERED;

        /** The outcome as written in events and metrics. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package dev.colophon.ai.model;

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
 * @param inputTokens null where the provider did not say: unknown is not zero
 * @param error what went wrong in a few words, never a text of the client; null when it succeeded
 */
public record Attempt(
        UUID attemptId,
        UUID callId,
        int number,
        String operation,
        String provider,
        String model,
        @Nullable String providerCallId,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
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

package dev.colophon.ai.spend;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself.
 *
 * @param providerCallId the provider's own id of the call
 * @param model that served; null or blank for the one that was asked for
 * @param inputTokens null where nobody said: unknown is not zero
 * @param cachedInputTokens a part of {@code inputTokens}
 * @param estimated counted here
 */
public record Usage(
        @Nullable String providerCallId,
        @Nullable String model,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cachedInputTokens,
        boolean estimated) {

    static final Usage UNKNOWN = new Usage(null, null, null, null, null, false);
}

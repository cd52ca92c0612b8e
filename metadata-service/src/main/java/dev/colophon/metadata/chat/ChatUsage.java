package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a call used, as OpenAI's {@code usage} object says it.
 *
 * @param inputTokens null where unknown: unknown is not zero
 * @param cachedInputTokens a part of {@code inputTokens}
 * @param estimated counted here from characters, because the provider did not get to say
 */
record ChatUsage(
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cachedInputTokens,
        boolean estimated) {

    static final ChatUsage UNKNOWN = new ChatUsage(null, null, null, false);

    static ChatUsage of(JsonNode usage) {
        return new ChatUsage(
                count(usage.path("prompt_tokens")),
                count(usage.path("completion_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                false);
    }

    /** For an answer that broke off: four characters a token. */
    static ChatUsage estimated(long inputTokens, long producedCharacters) {
        return new ChatUsage(inputTokens, (producedCharacters + 3) / 4, null, true);
    }

    boolean isKnown() {
        return inputTokens != null || outputTokens != null;
    }

    private static @Nullable Long count(JsonNode tokens) {
        return tokens.canConvertToLong() && tokens.asLong() >= 0 ? tokens.asLong() : null;
    }
}

package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.Usage;
import org.jspecify.annotations.Nullable;

/** Reads what a call used from OpenAI's answers. */
final class ChatUsage {

    private ChatUsage() {}

    /** @param usage what it does not tell is unknown, not zero */
    static Usage of(JsonNode usage, @Nullable String id, @Nullable String model) {
        return new Usage(
                id,
                model,
                count(usage.path("prompt_tokens")),
                count(usage.path("completion_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                false);
    }

    /** For an answer that broke off. */
    static Usage estimated(@Nullable String id, @Nullable String model, long inputTokens, long producedCharacters) {
        return new Usage(id, model, inputTokens, ApproximateTokens.ofCharacters(producedCharacters), null, true);
    }

    private static @Nullable Long count(JsonNode tokens) {
        return tokens.canConvertToLong() && tokens.asLong() >= 0 ? tokens.asLong() : null;
    }
}

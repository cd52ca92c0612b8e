package dev.colophon.ai.provider;

import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of an answer as they are billed; null where the provider did not say, which is not zero.
 *
 * @param cachedInputTokens a part of {@code inputTokens} that the provider had stored
 */
public record ProviderUsage(
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cachedInputTokens) {

    public static final ProviderUsage UNKNOWN = new ProviderUsage(null, null, null);

    public static ProviderUsage of(@Nullable TokenUsage usage) {
        if (usage == null) {
            return UNKNOWN;
        }
        return new ProviderUsage(count(usage.inputTokenCount()), output(usage), count(cached(usage)));
    }

    /** Gemini counts what a model thought apart from what it said, and bills both as output. */
    private static @Nullable Long output(TokenUsage usage) {
        Long said = count(usage.outputTokenCount());
        if (usage instanceof GoogleAiGeminiTokenUsage gemini && said != null) {
            Integer thoughts = gemini.thoughtsTokenCount();
            Integer total = gemini.totalTokenCount();
            Integer input = gemini.inputTokenCount();
            boolean apart = thoughts != null && total != null && input != null && total >= input + said + thoughts;
            return apart ? said + thoughts : said;
        }
        return said;
    }

    private static @Nullable Integer cached(TokenUsage usage) {
        if (usage instanceof OpenAiTokenUsage openAi) {
            return openAi.inputTokensDetails() == null
                    ? null
                    : openAi.inputTokensDetails().cachedTokens();
        }
        if (usage instanceof GoogleAiGeminiTokenUsage gemini) {
            return gemini.cachedContentTokenCount();
        }
        return usage instanceof AnthropicTokenUsage anthropic ? (Integer) anthropic.cachedInputTokens() : null;
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null ? null : tokens.longValue();
    }
}

package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Tokens as Anthropic counts them: what was read from or written to its store is apart from {@code input_tokens} there. */
final class AnthropicTokenUsage extends TokenUsage {

    private final int cachedInputTokens;

    private AnthropicTokenUsage(int inputTokens, @Nullable Integer outputTokens, int cachedInputTokens) {
        super(inputTokens, outputTokens);
        this.cachedInputTokens = cachedInputTokens;
    }

    /** Null where the provider did not say. */
    static @Nullable AnthropicTokenUsage of(JsonNode usage) {
        if (!usage.path("input_tokens").isInt()) {
            return null;
        }
        int read = usage.path("cache_read_input_tokens").asInt();
        int written = usage.path("cache_creation_input_tokens").asInt();
        JsonNode output = usage.path("output_tokens");
        return new AnthropicTokenUsage(
                usage.path("input_tokens").asInt() + read + written, output.isInt() ? output.asInt() : null, read);
    }

    int cachedInputTokens() {
        return cachedInputTokens;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof AnthropicTokenUsage usage
                && usage.cachedInputTokens == cachedInputTokens;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + cachedInputTokens;
    }
}

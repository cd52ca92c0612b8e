package dev.colophon.ai.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose protocol an integration speaks. */
public enum ProviderType {
    OPENAI,
    AZURE_OPENAI,
    GEMINI,
    ANTHROPIC,
    /** LiteLLM, vLLM, Ollama and whoever else answers like OpenAI. */
    OPENAI_COMPATIBLE,
    /** What runs here, without a key and without a price. */
    LOCAL;

    /** The type as written in configuration, events and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a type that is no provider of models. */
    public static Optional<ProviderType> of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst();
    }
}

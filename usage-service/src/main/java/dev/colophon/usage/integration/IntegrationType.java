package dev.colophon.usage.integration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who is on the other side of an integration. */
public enum IntegrationType {
    OPENAI(true),
    AZURE_OPENAI(true),
    GEMINI(true),
    ANTHROPIC(true),
    /** Any gateway or server that speaks OpenAI's protocol: LiteLLM, vLLM, Ollama. */
    OPENAI_COMPATIBLE(true),
    /** The models that come with the product. */
    LOCAL(true),
    GITHUB(false),
    JIRA(false),
    GIT(false);

    private final boolean ai;

    IntegrationType(boolean ai) {
        this.ai = ai;
    }

    /** Whether models are behind it. */
    public boolean isAi() {
        return ai;
    }

    /** The name in the API, in events and in the database; of a provider also in the ledger and in price lists. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no type */
    @JsonCreator
    public static IntegrationType fromWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

package dev.colophon.ai.model;

import dev.colophon.ai.provider.AddressRule;
import dev.colophon.ai.provider.ProviderConnections;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the configured models, in order. langchain4j's own retries are off: the chain retries, and counts. */
final class LanguageModels {

    static final String OPENAI = "openai";
    static final String GEMINI = "gemini";

    private static final String OPENAI_MODEL = "gpt-4o-mini";
    private static final String GEMINI_MODEL = "gemini-2.5-flash";

    private final AiProperties properties;
    private final ProviderConnections connections;

    LanguageModels(AiProperties properties, Clock clock) {
        this.properties = properties;
        this.connections = new ProviderConnections(clock, AddressRule.ANY);
    }

    /** The models with a key; a name that is no provider is refused. */
    List<ProviderModel> configured() {
        return properties.order().stream()
                .map(this::model)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ProviderModel> model(String provider) {
        return switch (provider) {
            case OPENAI ->
                Optional.of(properties.openai())
                        .filter(AiProperties.Provider::isConfigured)
                        .map(this::openAi);
            case GEMINI ->
                Optional.of(properties.gemini())
                        .filter(AiProperties.Provider::isConfigured)
                        .map(this::gemini);
            default ->
                throw new IllegalArgumentException(
                        "colophon.ai.order names \"" + provider + "\"; known are openai and gemini");
        };
    }

    private ProviderModel openAi(AiProperties.Provider provider) {
        String name = orElse(provider.chatModel(), OPENAI_MODEL);
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(connections.builder())
                .apiKey(provider.apiKey())
                .modelName(name)
                .temperature(provider.temperature())
                .timeout(properties.call().timeout())
                .maxRetries(0);
        if (isSet(provider.baseUrl())) {
            builder.baseUrl(provider.baseUrl());
        }
        return new ProviderModel(OPENAI, name, builder.build());
    }

    private ProviderModel gemini(AiProperties.Provider provider) {
        String name = orElse(provider.chatModel(), GEMINI_MODEL);
        GoogleAiGeminiChatModel.GoogleAiGeminiChatModelBuilder builder = GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(connections.builder())
                .apiKey(provider.apiKey())
                .modelName(name)
                .temperature(provider.temperature())
                .timeout(properties.call().timeout())
                .maxRetries(0);
        if (isSet(provider.baseUrl())) {
            builder.baseUrl(provider.baseUrl());
        }
        return new ProviderModel(GEMINI, name, builder.build());
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null || value.isBlank() ? other : value;
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}

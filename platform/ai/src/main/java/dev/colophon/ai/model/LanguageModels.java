package dev.colophon.ai.model;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.ModelSettings;
import dev.colophon.ai.account.PerformanceSettings;
import dev.colophon.ai.account.ProviderType;
import dev.colophon.ai.guard.GuardFactory;
import dev.colophon.ai.provider.AddressRule;
import dev.colophon.ai.provider.ProviderConnections;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.spend.Target;
import dev.colophon.events.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** The operator's own models, in order; their addresses are the operator's choice and may be anywhere. */
final class LanguageModels {

    private static final String OPENAI_MODEL = "gpt-4o-mini";
    private static final String GEMINI_MODEL = "gemini-2.5-flash";

    private final AiProperties properties;
    private final GuardFactory guards;
    private final ProviderModels models;

    LanguageModels(AiProperties properties, GuardFactory guards, Clock clock) {
        this.properties = properties;
        this.guards = guards;
        this.models = new ProviderModels(
                new ProviderConnections(clock, AddressRule.ANY),
                properties.call().timeout(),
                Optional::empty);
    }

    /** The models with a key; a name that is no provider is refused. */
    List<Candidate> configured() {
        return properties.order().stream()
                .map(this::model)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Candidate> model(String provider) {
        return switch (ProviderType.of(provider).orElse(ProviderType.LOCAL)) {
            case OPENAI -> candidate(ProviderType.OPENAI, properties.openai(), OPENAI_MODEL);
            case GEMINI -> candidate(ProviderType.GEMINI, properties.gemini(), GEMINI_MODEL);
            default ->
                throw new IllegalArgumentException(
                        "colophon.ai.order names \"" + provider + "\"; known are openai and gemini");
        };
    }

    private Optional<Candidate> candidate(ProviderType type, AiProperties.Provider provider, String model) {
        if (!provider.isConfigured()) {
            return Optional.empty();
        }
        Integration own = integration(type, provider, orElse(provider.chatModel(), model));
        Credentials key = new Credentials(provider.apiKey());
        return Optional.of(new Candidate(
                new Target(type.wireName(), own.modelName(), null),
                null,
                guards.make("ai-" + type.wireName(), properties.call().limits()),
                SingletonSupplier.of(() -> models.chat(own, key))));
    }

    private static Integration integration(ProviderType type, AiProperties.Provider provider, String model) {
        return new Integration(
                Ids.derived("operator", type.wireName()),
                type,
                Integration.Use.LLM,
                type.wireName(),
                blankToNull(provider.baseUrl()),
                null,
                new ModelSettings(model, null, null, provider.temperature(), null, null, null),
                new PerformanceSettings(null, null, null, null, null, null, null, null),
                null,
                true);
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null || value.isBlank() ? other : value;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}

package dev.colophon.ai.account;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's account with a provider of models, as configuration kind {@code integration/<id>} tells it.
 *
 * @param baseUrl null for the provider's public address
 * @param sealedCredentials opened by {@link Credentials} only when a call is made; null where none are needed
 * @param fallbackIntegrationId who is asked when this one gives no answer
 */
public record Integration(
        UUID id,
        ProviderType type,
        Use use,
        String name,
        @Nullable String baseUrl,
        @Nullable String sealedCredentials,
        ModelSettings model,
        PerformanceSettings performance,
        @Nullable UUID fallbackIntegrationId,
        boolean active) {

    /** What an integration is for. */
    public enum Use {
        EMBEDDING,
        LLM,
        /** Both. */
        GATEWAY
    }

    /**
     * Reads the values of kind {@code integration/<id>}.
     *
     * @return empty for a data source, which is no provider of models
     * @throws IllegalArgumentException naming the value that is missing or wrong
     */
    public static Optional<Integration> of(Map<String, ? extends @Nullable Object> values) {
        Settings settings = new Settings(values);
        Optional<ProviderType> type = ProviderType.of(settings.requiredText("type"));
        Optional<Use> use = use(settings.requiredText("subtype"));
        return type.isEmpty() || use.isEmpty() ? Optional.empty() : Optional.of(read(settings, type.get(), use.get()));
    }

    private static Integration read(Settings settings, ProviderType type, Use use) {
        return new Integration(
                UUID.fromString(settings.requiredText("id")),
                type,
                use,
                settings.requiredText("name"),
                settings.text("base_url"),
                settings.text("credentials"),
                ModelSettings.of(Settings.in(settings.values(), "model_config")),
                PerformanceSettings.of(Settings.in(settings.values(), "performance_config")),
                settings.id("fallback_integration_id"),
                settings.flag("active", true));
    }

    private static Optional<Use> use(String subtype) {
        return switch (subtype) {
            case "embedding" -> Optional.of(Use.EMBEDDING);
            case "llm" -> Optional.of(Use.LLM);
            case "gateway" -> Optional.of(Use.GATEWAY);
            default -> Optional.empty();
        };
    }

    public boolean chats() {
        return use != Use.EMBEDDING;
    }

    public boolean embeds() {
        return use != Use.LLM;
    }

    /** What runs here and costs nothing. */
    public boolean isLocal() {
        return type == ProviderType.LOCAL;
    }

    /** The model that is asked, by the name that prices are listed under; empty where none is named. */
    public String modelName() {
        String named = model.model() == null ? model.deployment() : model.model();
        return named == null ? "" : named;
    }

    /** The same account, asked for another of its models. */
    public Integration withModel(String other) {
        return new Integration(
                id,
                type,
                use,
                name,
                baseUrl,
                sealedCredentials,
                model.withModel(other),
                performance,
                fallbackIntegrationId,
                active);
    }

    /** What the credentials are sealed with, so that they open for this integration alone. */
    public String sealedFor() {
        return "integration/" + id;
    }

    /** Never the credentials, not even sealed. */
    @Override
    public String toString() {
        return "Integration[" + id + ", " + type.wireName() + ", " + modelName() + "]";
    }
}

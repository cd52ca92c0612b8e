package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.persistence.secret.SecretBox;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider or source as a client has configured it.
 *
 * @param baseUrl null for the provider's own
 * @param sealedCredentials null where none are set
 * @param fallbackIntegrationId where a call goes that this one fails
 * @param version grows with every change
 */
public record Integration(
        UUID id,
        IntegrationType type,
        Subtype subtype,
        String name,
        @Nullable String baseUrl,
        @Nullable String sealedCredentials,
        JsonNode configuration,
        JsonNode modelConfig,
        JsonNode performanceConfig,
        @Nullable UUID fallbackIntegrationId,
        boolean active,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** What the credentials are sealed for: they open for nothing else. */
    static String sealedFor(UUID id) {
        return kind(id);
    }

    /** Its name among the kinds of configuration. */
    static String kind(UUID id) {
        return "integration/" + id;
    }

    /** The model that is asked; null where the caller names one. */
    public @Nullable String model() {
        JsonNode model = modelConfig.path("model");
        return model.isTextual() ? model.textValue() : null;
    }

    /** Azure's name for a deployed model; null where it is the model's. */
    public @Nullable String deployment() {
        JsonNode deployment = modelConfig.path("deployment");
        return deployment.isTextual() ? deployment.textValue() : null;
    }

    /** The length of vectors that is asked for; null for the model's own. */
    public @Nullable Integer dimensions() {
        JsonNode dimensions = modelConfig.path("dimensions");
        return dimensions.isInt() ? dimensions.intValue() : null;
    }

    Integration withCredentials(@Nullable String sealed, Instant at) {
        return new Integration(
                id,
                type,
                subtype,
                name,
                baseUrl,
                sealed,
                configuration,
                modelConfig,
                performanceConfig,
                fallbackIntegrationId,
                active,
                version + 1,
                createdAt,
                at);
    }

    /** The key that the credentials are sealed with; null where none are set. */
    @Nullable
    String credentialsKeyId() {
        return sealedCredentials == null ? null : SecretBox.keyIdOf(sealedCredentials);
    }

    @Override
    public String toString() {
        return "Integration[" + id + ", " + type.wireName() + "/" + subtype.wireName() + "]";
    }
}

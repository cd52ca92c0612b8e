package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An integration as clients see it. Credentials go in and never come out.
 *
 * @param credentialsSet whether there are any
 * @param credentialsKeyId the key that they are sealed with
 */
record IntegrationView(
        UUID id,
        IntegrationType type,
        Subtype subtype,
        String name,
        @Nullable String baseUrl,
        boolean credentialsSet,
        @Nullable String credentialsKeyId,
        JsonNode configuration,
        JsonNode modelConfig,
        JsonNode performanceConfig,
        @Nullable UUID fallbackIntegrationId,
        boolean active,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    static IntegrationView of(Integration integration) {
        return new IntegrationView(
                integration.id(),
                integration.type(),
                integration.subtype(),
                integration.name(),
                integration.baseUrl(),
                integration.sealedCredentials() != null,
                integration.credentialsKeyId(),
                integration.configuration(),
                integration.modelConfig(),
                integration.performanceConfig(),
                integration.fallbackIntegrationId(),
                integration.active(),
                integration.version(),
                integration.createdAt(),
                integration.updatedAt());
    }
}

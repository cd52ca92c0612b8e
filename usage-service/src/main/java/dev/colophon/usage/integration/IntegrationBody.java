package dev.colophon.usage.integration;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST} and {@code PATCH}, for the contract; requests are checked against the schema of their type. In
 * a {@code PATCH} what is absent stays, and an object that is given replaces the one that was.
 */
@Schema(name = "IntegrationBody")
record IntegrationBody(
        @Nullable IntegrationType type,
        @Nullable Subtype subtype,
        @Nullable String name,
        @Nullable String baseUrl,

        @Schema(accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable
        Map<String, String> credentials,

        @Nullable Map<String, Object> configuration,
        @Nullable Map<String, Object> modelConfig,
        @Nullable Map<String, Object> performanceConfig,
        @Nullable UUID fallbackIntegrationId,
        @Nullable Boolean active) {}

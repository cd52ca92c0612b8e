package dev.colophon.usage.integration;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An integration as other services are told of it: credentials only as they are sealed. */
public final class IntegrationValues {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private IntegrationValues() {}

    public static Map<String, @Nullable Object> of(Integration integration) {
        UUID fallback = integration.fallbackIntegrationId();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", integration.id().toString());
        values.put("type", integration.type().wireName());
        values.put("subtype", integration.subtype().wireName());
        values.put("name", integration.name());
        values.put("base_url", integration.baseUrl());
        values.put("credentials", integration.sealedCredentials());
        values.put("configuration", object(integration.configuration()));
        values.put("model_config", object(integration.modelConfig()));
        values.put("performance_config", object(integration.performanceConfig()));
        values.put("fallback_integration_id", fallback == null ? null : fallback.toString());
        values.put("active", integration.active());
        return values;
    }

    private static Map<String, @Nullable Object> object(JsonNode document) {
        return JSON.convertValue(document, OBJECT);
    }
}

package dev.colophon.ai.provider;

import dev.colophon.ai.account.Integration;
import dev.colophon.events.Ids;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Integrations as configuration tells them. */
public final class Integrations {

    private final Map<String, @Nullable Object> values = new HashMap<>();

    private Integrations(String type, String subtype) {
        values.put("id", Ids.newId().toString());
        values.put("type", type);
        values.put("subtype", subtype);
        values.put("name", "an account");
        values.put("active", true);
        values.put("configuration", Map.of());
    }

    public static Integrations chatting(String type, @Nullable String baseUrl, String model) {
        return new Integrations(type, "gateway").with("base_url", baseUrl).model(Map.of("model", model));
    }

    public Integrations id(UUID id) {
        return with("id", id.toString());
    }

    public Integrations model(Map<String, Object> settings) {
        return with("model_config", settings);
    }

    public Integrations performance(Map<String, Object> settings) {
        return with("performance_config", settings);
    }

    public Integrations fallback(UUID id) {
        return with("fallback_integration_id", id.toString());
    }

    public Integrations with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    public Map<String, @Nullable Object> values() {
        return values;
    }

    public Integration build() {
        return Integration.of(values).orElseThrow();
    }
}

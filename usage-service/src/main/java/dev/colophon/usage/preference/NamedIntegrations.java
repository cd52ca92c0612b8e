package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.IntegrationReferences;
import dev.colophon.web.problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which integrations documents name: each must be there and fit, and none may be deleted while it is named. */
@Component
class NamedIntegrations implements IntegrationReferences {

    private static final List<SettingKind> NAMING = List.of(SettingKind.MODELS, SettingKind.EMBEDDING_CONFIG);

    /** What the integration of an operation must be capable of; {@code default} serves whatever it can. */
    private static final Map<String, String> CAPABILITY =
            Map.of("chat", "chat", "metadata", "chat", "embedding", "embedding", "integration_id", "embedding");

    private final SettingStore store;

    NamedIntegrations(SettingStore store) {
        this.store = store;
    }

    @Override
    public Mono<List<String>> to(UUID integrationId) {
        return Flux.fromIterable(NAMING)
                .concatMap(kind -> store.find(kind)
                        .flatMapIterable(
                                setting -> named(kind, setting.values()).entrySet())
                        .filter(entry -> entry.getValue().equals(integrationId))
                        .map(entry -> kind.topicKind() + " names it for " + entry.getKey()))
                .collectList();
    }

    /** What is wrong with the integrations that a valid document names. */
    static List<FieldError> errors(SettingKind kind, JsonNode values, Map<UUID, Integration> integrations) {
        List<FieldError> errors = new ArrayList<>();
        named(kind, values).forEach((field, id) -> {
            Integration integration = integrations.get(id);
            String needed = CAPABILITY.get(field);
            if (integration == null) {
                errors.add(new FieldError("values." + field, "there is no such integration"));
            } else if (integration.subtype().capabilities().isEmpty()
                    || (needed != null && !integration.subtype().capabilities().contains(needed))) {
                errors.add(new FieldError(
                        "values." + field,
                        "is an integration for " + integration.subtype().wireName() + ", which does not serve this"));
            }
        });
        return errors;
    }

    static boolean mayName(SettingKind kind) {
        return NAMING.contains(kind);
    }

    private static Map<String, UUID> named(SettingKind kind, JsonNode values) {
        Map<String, UUID> named = new LinkedHashMap<>();
        values.properties().forEach(field -> {
            boolean reference = kind == SettingKind.MODELS || field.getKey().equals("integration_id");
            if (reference && field.getValue().isTextual()) {
                named.put(field.getKey(), UUID.fromString(field.getValue().textValue()));
            }
        });
        return named;
    }
}

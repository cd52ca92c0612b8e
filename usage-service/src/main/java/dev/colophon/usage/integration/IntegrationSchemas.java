package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.usage.schema.DocumentSchema;
import dev.colophon.web.problem.FieldError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an integration of each type may hold. */
final class IntegrationSchemas {

    private final DocumentSchema common = schema("integration");
    private final DocumentSchema models = schema("models");
    private final Map<IntegrationType, DocumentSchema> types = new EnumMap<>(IntegrationType.class);

    IntegrationSchemas() {
        for (IntegrationType type : IntegrationType.values()) {
            types.put(type, schema(type.wireName()));
        }
    }

    /** What is wrong with an integration as a client writes it; first what holds for all, then what holds for its type. */
    List<FieldError> errors(JsonNode integration) {
        List<FieldError> errors = common.errors("", integration);
        if (!errors.isEmpty()) {
            return errors;
        }
        IntegrationType type =
                IntegrationType.fromWireName(integration.path("type").asText());
        errors = new ArrayList<>(Objects.requireNonNull(types.get(type)).errors("", integration));
        if (type.isAi()) {
            errors.addAll(models.errors("", integration));
        }
        return errors.stream().distinct().toList();
    }

    private static DocumentSchema schema(String name) {
        return DocumentSchema.beside(IntegrationSchemas.class, name + ".json");
    }
}

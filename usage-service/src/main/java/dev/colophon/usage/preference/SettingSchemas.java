package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.usage.schema.DocumentSchema;
import dev.colophon.web.problem.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What each kind of document may hold, and what it holds before anybody sets it. */
final class SettingSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<SettingKind, DocumentSchema> schemas = new EnumMap<>(SettingKind.class);
    private final Map<SettingKind, ObjectNode> defaults = new EnumMap<>(SettingKind.class);

    SettingSchemas() {
        for (SettingKind kind : SettingKind.values()) {
            String file = kind.wireName() + ".json";
            schemas.put(kind, DocumentSchema.beside(SettingSchemas.class, file));
            defaults.put(kind, defaultsIn(file));
        }
    }

    /** What is in force where nothing is stored. */
    ObjectNode defaults(SettingKind kind) {
        return Objects.requireNonNull(defaults.get(kind)).deepCopy();
    }

    /** The document with defaults for what it leaves out. */
    ObjectNode completed(SettingKind kind, JsonNode values) {
        ObjectNode whole = defaults(kind);
        values.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        return whole;
    }

    /** What is wrong with a document; empty where nothing is. */
    List<FieldError> errors(SettingKind kind, JsonNode values) {
        List<FieldError> errors = Objects.requireNonNull(schemas.get(kind)).errors("values", values);
        return errors.isEmpty() && kind == SettingKind.COST_LIMITS ? repeatedLimits(values) : errors;
    }

    /** Of two limits on the same spending, one would never hold. */
    private static List<FieldError> repeatedLimits(JsonNode values) {
        List<FieldError> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        JsonNode limits = values.path("limits");
        for (int i = 0; i < limits.size(); i++) {
            JsonNode limit = limits.get(i);
            String what = limit.path("scope").asText()
                    + limit.path("project_id").asText("")
                    + limit.path("period").asText()
                    + limit.path("kind").asText();
            if (!seen.add(what)) {
                errors.add(new FieldError(
                        "values.limits[" + i + "]", "is the second limit of its scope, period and kind"));
            }
        }
        return errors;
    }

    private static ObjectNode defaultsIn(String file) {
        try (InputStream in = SettingSchemas.class.getResourceAsStream(file)) {
            return (ObjectNode) JSON.readTree(in).path("default");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.colophon.etl.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source's configuration or credentials field by field; whatever is wrong is a {@code 422} that names the field and
 * never quotes its value.
 */
public final class Fields {

    private final String name;
    private final JsonNode node;

    private Fields(String name, JsonNode node) {
        this.name = name;
        this.node = node;
    }

    /** @param known the fields that there are; others are refused */
    public static Fields ofConfig(JsonNode config, Set<String> known) {
        return new Fields("config", config).knowing(known);
    }

    /** As {@link #ofConfig}; none given is none of the fields given. */
    public static Fields ofCredentials(@Nullable JsonNode credentials, Set<String> known) {
        JsonNode given =
                credentials == null || credentials.isNull() ? JsonNodeFactory.instance.objectNode() : credentials;
        return new Fields("credentials", given).knowing(known);
    }

    private Fields knowing(Set<String> known) {
        if (!node.isObject()) {
            throw refused(name, "must be a JSON object");
        }
        TreeSet<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw refused(name + "." + unknown.first(), "there is no such field");
        }
        return this;
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A text that is there and not blank. */
    public String required(String field, int limit) {
        String value = optional(field, limit);
        if (value == null || value.isBlank()) {
            throw fault(field, "must be given");
        }
        return value;
    }

    public @Nullable String optional(String field, int limit) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw fault(field, "must be a string");
        }
        if (value.textValue().length() > limit) {
            throw fault(field, "must be at most " + limit + " characters");
        }
        if (value.textValue().indexOf('\u0000') >= 0) {
            throw fault(field, "must not contain NUL characters");
        }
        return value.textValue().strip();
    }

    public boolean flag(String field, boolean otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw fault(field, "must be true or false");
        }
        return value.booleanValue();
    }

    /** Texts without repetition; empty where none are given. */
    public List<String> texts(String field, int limit) {
        JsonNode values = node.path(field);
        List<String> texts = new ArrayList<>();
        if (values.isMissingNode() || values.isNull()) {
            return texts;
        }
        if (!values.isArray() || values.size() > limit) {
            throw fault(field, "must be a list of at most " + limit + " strings");
        }
        for (JsonNode value : values) {
            if (!value.isTextual()
                    || value.textValue().isBlank()
                    || value.textValue().indexOf('\u0000') >= 0) {
                throw fault(field, "must be a list of strings that are not blank");
            }
            if (!texts.contains(value.textValue().strip())) {
                texts.add(value.textValue().strip());
            }
        }
        return texts;
    }

    /** A refusal that names one of the fields. */
    public ProblemException fault(String field, String message) {
        return refused(name + "." + field, message);
    }

    private static ProblemException refused(String field, String message) {
        return ProblemException.unprocessable("The source cannot be connected", new FieldError(field, message));
    }
}

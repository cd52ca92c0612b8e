package dev.colophon.usage.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.colophon.web.problem.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A JSON Schema (2020-12) from the class path. Its errors name the field as the client wrote it and what it must be; they
 * never quote a value, which may be a secret.
 */
public final class DocumentSchema {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .errorMessageKeyword("x-message")
            .build();

    private final JsonSchema schema;

    private DocumentSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads a schema that lies beside a class. A keyword's error can be worded in the schema, under {@code x-message},
     * without a colon.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static DocumentSchema beside(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no schema " + name + " beside " + owner.getName());
            }
            JsonSchema schema = FACTORY.getSchema(in, CONFIG);
            schema.initializeValidators();
            return new DocumentSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with a document; empty where nothing is.
     *
     * @param field what the names of fields begin with; empty for a request's own fields
     */
    public List<FieldError> errors(String field, JsonNode document) {
        return schema.validate(document).stream()
                .map(message -> new FieldError(path(field, message), words(message)))
                .distinct()
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
    }

    private static String path(String field, ValidationMessage message) {
        StringBuilder path = new StringBuilder(field);
        JsonNodePath location = message.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            path.append(step instanceof Integer ? "[" + step + "]" : "." + step);
        }
        if (message.getProperty() != null && namesItsProperty(message.getType())) {
            path.append('.').append(message.getProperty());
        }
        if (path.isEmpty()) {
            return "body";
        }
        return path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }

    private static boolean namesItsProperty(String keyword) {
        return switch (keyword) {
            case "required", "additionalProperties", "unevaluatedProperties", "propertyNames" -> true;
            default -> false;
        };
    }

    private static String words(ValidationMessage message) {
        JsonNode rule = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> "is required";
            case "additionalProperties", "unevaluatedProperties" -> "is not known here";
            case "propertyNames" -> "is not an allowed name";
            case "enum" -> "must be one of " + listed(rule);
            case "minimum" -> "must be at least " + rule.asText();
            case "exclusiveMinimum" -> "must be more than " + rule.asText();
            case "maximum" -> "must be at most " + rule.asText();
            case "maxLength" -> "must have at most " + rule.asText() + " characters";
            case "minLength" -> "must have at least " + rule.asText() + " characters";
            case "type" -> type(rule, message.getError());
            default -> message.getError();
        };
    }

    /** The schema's own words, where it has any. */
    private static String type(JsonNode rule, String error) {
        if (!error.endsWith(" expected")) {
            return error;
        }
        return "must be " + (rule.isArray() ? listed(rule).replace(", ", " or ") : rule.asText());
    }

    private static String listed(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}

package dev.colophon.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (2020-12) of the payload records. */
final class EventSchemas {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final SchemaGenerator GENERATOR = generator();

    private EventSchemas() {}

    static ObjectNode of(Class<? extends EventPayload> payload) {
        ObjectNode generated = GENERATOR.generateSchema(payload);
        ObjectNode schema = PRETTY.createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("title", payload.getSimpleName());
        schema.put("$comment", EventCatalogue.typeOf(payload));
        schema.setAll(generated);
        return schema;
    }

    static String text(ObjectNode schema) {
        try {
            return PRETTY.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a value breaks of its schema. */
    static List<String> faults(Class<? extends EventPayload> payload, byte[] value) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(of(payload))
                .validate(
                        new String(value, StandardCharsets.UTF_8),
                        InputFormat.JSON,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .with(Option.INLINE_ALL_SCHEMAS)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.forFields()
                .withPropertyNameOverrideResolver(field -> SnakeCaseStrategy.INSTANCE.translate(field.getName()))
                .withRequiredCheck(field -> !isNullable(field))
                .withNullableCheck(EventSchemas::isNullable);
        config.forTypesInGeneral()
                .withPropertySorter((left, right) -> 0)
                .withCustomDefinitionProvider((type, context) -> type.getErasedType() == ClientId.class
                        ? new CustomDefinition(uuid(context.getGeneratorConfig().createObjectNode()))
                        : null);
        return new SchemaGenerator(config.build());
    }

    private static boolean isNullable(FieldScope field) {
        Field raw = field.getRawMember();
        return raw != null && raw.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static ObjectNode uuid(ObjectNode node) {
        return node.put("type", "string").put("format", "uuid");
    }

    static JsonNode parse(String text) {
        try {
            return PRETTY.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

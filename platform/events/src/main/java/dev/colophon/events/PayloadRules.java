package dev.colophon.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for every payload beyond its types: required fields are there, and no text holds U+0000. */
final class PayloadRules {

    private static final ClassValue<List<RecordComponent>> REQUIRED = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> payload) {
            return Arrays.stream(payload.getRecordComponents())
                    .filter(component -> !component.getType().isPrimitive() && !isNullable(component))
                    .toList();
        }
    };

    private PayloadRules() {}

    /** Whether a payload may leave the component out. */
    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** The component's name in JSON. */
    static String wireName(RecordComponent component) {
        return SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    /** The wire name of a required field that is null, or null where all are there. */
    static @Nullable String missingField(EventPayload payload) {
        for (RecordComponent component : REQUIRED.get(payload.getClass())) {
            try {
                if (component.getAccessor().invoke(payload) == null) {
                    return wireName(component);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return null;
    }

    /** The path of a text or name that holds U+0000, or null: PostgreSQL stores none, so no event may carry one. */
    static @Nullable String nulAt(JsonNode node, String path) {
        if (node.isTextual()) {
            return node.textValue().indexOf('\u0000') >= 0 ? path : null;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().replace('\u0000', '?');
            String child = path.isEmpty() ? name : path + "." + name;
            String found = field.getKey().indexOf('\u0000') >= 0 ? child : nulAt(field.getValue(), child);
            if (found != null) {
                return found;
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String found = nulAt(node.get(i), path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}

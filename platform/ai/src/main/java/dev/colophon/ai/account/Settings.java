package dev.colophon.ai.account;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an object of configuration values by name; what is of another type is refused with its name. */
record Settings(Map<?, ?> values) {

    static Settings in(Map<?, ?> values, String name) {
        Object inner = values.get(name);
        if (inner != null && !(inner instanceof Map<?, ?>)) {
            throw new IllegalArgumentException(name + " is no object");
        }
        return new Settings(inner == null ? Map.of() : (Map<?, ?>) inner);
    }

    @Nullable
    String text(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value == null || ((String) value).isBlank() ? null : ((String) value).strip();
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    @Nullable
    UUID id(String name) {
        String text = text(name);
        return text == null ? null : UUID.fromString(text);
    }

    @Nullable
    Integer positive(String name) {
        BigDecimal number = number(name);
        if (number == null) {
            return null;
        }
        int value = number.intValueExact();
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", less than 1");
        }
        return value;
    }

    @Nullable
    Double decimal(String name) {
        BigDecimal number = number(name);
        return number == null ? null : number.doubleValue();
    }

    boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return value == null ? otherwise : (Boolean) value;
    }

    private @Nullable BigDecimal number(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Number)) {
            throw new IllegalArgumentException(name + " is no number");
        }
        return value == null ? null : new BigDecimal(value.toString());
    }
}

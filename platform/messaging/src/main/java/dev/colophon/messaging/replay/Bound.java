package dev.colophon.messaging.replay;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a range begins or ends. In JSON it is null, an RFC 3339 time, or an object of offsets by partition. */
public sealed interface Bound {

    Bound OPEN = new Open();

    /** As in JSON. */
    @JsonValue
    @Nullable
    Object value();

    /** The beginning, or the end as it is now. */
    record Open() implements Bound {

        @Override
        public @Nullable Object value() {
            return null;
        }
    }

    /** The first record of each partition that is not older. */
    record Time(Instant at) implements Bound {

        @Override
        public Object value() {
            return at;
        }
    }

    /** Offsets by partition; a partition that is not named is left out. */
    record Offsets(Map<Integer, Long> byPartition) implements Bound {

        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }

        @Override
        public Object value() {
            return new TreeMap<>(byPartition);
        }
    }

    /** @throws IllegalArgumentException for anything else, saying what it must be */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Bound of(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return OPEN;
        }
        if (json.isTextual()) {
            return time(json.textValue());
        }
        if (!json.isObject() || json.isEmpty()) {
            throw wrong();
        }
        Map<Integer, Long> offsets = new TreeMap<>();
        json.fields().forEachRemaining(field -> offsets.put(partition(field.getKey()), offset(field.getValue())));
        return new Offsets(offsets);
    }

    private static Bound time(String text) {
        try {
            return new Time(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw wrong();
        }
    }

    private static int partition(String name) {
        if (!name.matches("0|[1-9]\\d{0,5}")) {
            throw wrong();
        }
        return Integer.parseInt(name);
    }

    private static long offset(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong();
        }
        return value.longValue();
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "must be an RFC 3339 time in UTC like 2026-01-31T00:00:00Z, or offsets by partition like {\"0\": 12}");
    }
}

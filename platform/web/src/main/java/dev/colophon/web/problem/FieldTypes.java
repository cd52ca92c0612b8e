package dev.colophon.web.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names what a value must be without naming a Java type. */
final class FieldTypes {

    private static final Set<Class<?>> INTEGERS = Set.of(
            int.class,
            long.class,
            short.class,
            byte.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            BigInteger.class);
    private static final Map<Class<?>, String> NAMED = Map.ofEntries(
            Map.entry(String.class, "must be a string"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(double.class, "must be a number"),
            Map.entry(float.class, "must be a number"),
            Map.entry(UUID.class, "must be a UUID"),
            Map.entry(Instant.class, "must be an RFC 3339 date and time"),
            Map.entry(OffsetDateTime.class, "must be an RFC 3339 date and time"),
            Map.entry(ZonedDateTime.class, "must be an RFC 3339 date and time"),
            Map.entry(LocalDate.class, "must be a date such as 2026-01-31"),
            Map.entry(Duration.class, "must be an ISO 8601 duration"),
            Map.entry(URI.class, "must be a URI"));

    private final ObjectMapper json;

    FieldTypes(ObjectMapper json) {
        this.json = json;
    }

    String expectation(@Nullable Class<?> type) {
        if (type == null) {
            return "is not valid";
        }
        if (type.isEnum()) {
            return "must be one of " + constants(type);
        }
        String named = NAMED.get(type);
        if (named != null) {
            return named;
        }
        if (INTEGERS.contains(type)) {
            return "must be an integer";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "must be a number";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "must be an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "must be an object" : "is not valid";
    }

    private String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> json.convertValue(constant, String.class))
                .collect(Collectors.joining(", "));
    }
}

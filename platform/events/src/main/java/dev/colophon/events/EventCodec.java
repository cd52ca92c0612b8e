package dev.colophon.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes events as CloudEvents 1.0 in Kafka's binary content mode: attributes are headers with the prefix
 * {@code ce_}, {@code content-type} is {@code application/json}, the value is the payload alone.
 *
 * <p>Unknown fields are ignored, so that a reader of today understands an event of tomorrow.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class EventCodec {

    private static final String CONTENT_TYPE = "application/json";
    private static final String SPEC_VERSION = "1.0";
    private static final String ESCAPED_NUL = "\\u0000";
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private EventCodec() {}

    /** The mapper that payloads are written with; also the one for golden samples and schemas. */
    public static ObjectMapper json() {
        return JSON;
    }

    /**
     * The value of an event's record.
     *
     * @throws IllegalArgumentException where a required field is null or a text holds U+0000, naming the field
     */
    public static String payloadJson(EventPayload payload) {
        try {
            String json = JSON.writeValueAsString(payload);
            String fault = faultOf(payload, json.contains(ESCAPED_NUL) ? JSON.readTree(json) : null);
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + payload.getClass().getSimpleName(), e);
        }
    }

    /** The headers of an event's record, in a stable order. */
    public static Map<String, String> headers(Event<?> event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_id", event.id().toString());
        headers.put("ce_type", event.type());
        headers.put("ce_source", event.source());
        headers.put("ce_time", event.time().toString());
        headers.put("ce_subject", event.payload().key());
        headers.put("ce_clientid", event.clientId().toString());
        putIfPresent(headers, "ce_correlationid", event.correlationId());
        putIfPresent(headers, "ce_causationid", event.causationId());
        putIfPresent(headers, "ce_replayid", event.replayId());
        putIfPresent(headers, "traceparent", event.traceparent());
        headers.put("content-type", CONTENT_TYPE);
        return headers;
    }

    /** The event type that a record's headers name, without reading its value. */
    public static Optional<String> typeOf(Headers headers) {
        return Optional.ofNullable(text(headers, "ce_type"));
    }

    /**
     * Reads a record.
     *
     * @return the event, or empty for a type that this reader does not know yet
     * @throws UnreadableEventException where a required attribute is missing or the value is not of its type
     */
    public static Optional<Event<?>> read(Headers headers, byte @Nullable [] value) {
        String type = required(headers, "ce_type");
        if (value == null) {
            throw new UnreadableEventException("event of type " + type + " has no value");
        }
        if (!required(headers, "ce_specversion").equals(SPEC_VERSION)) {
            throw new UnreadableEventException("header ce_specversion is not " + SPEC_VERSION);
        }
        return EventCatalogue.payloadFor(type).map(payload -> event(headers, payload(payload, value)));
    }

    private static <P extends EventPayload> Event<P> event(Headers headers, P payload) {
        if (!required(headers, "ce_clientid").equals(payload.clientId().toString())) {
            throw new UnreadableEventException("header ce_clientid is not the payload's client_id");
        }
        return new Event<>(
                uuid("ce_id", required(headers, "ce_id")),
                required(headers, "ce_source"),
                instant(required(headers, "ce_time")),
                payload,
                text(headers, "ce_correlationid"),
                uuidOrNull(headers, "ce_causationid"),
                uuidOrNull(headers, "ce_replayid"),
                text(headers, "traceparent"));
    }

    private static <P extends EventPayload> P payload(Class<P> type, byte[] value) {
        try {
            P payload = JSON.readValue(value, type);
            if (payload == null) {
                throw new UnreadableEventException("value is null, not " + type.getSimpleName());
            }
            String fault = faultOf(payload, mayHoldNul(value) ? JSON.readTree(value) : null);
            if (fault != null) {
                throw new UnreadableEventException(fault);
            }
            return payload;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableEventException("value is no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String faultOf(EventPayload payload, @Nullable JsonNode suspect) {
        String type = payload.getClass().getSimpleName();
        String missing = PayloadRules.missingField(payload);
        if (missing != null) {
            return type + " has no " + missing;
        }
        String nul = suspect == null ? null : PayloadRules.nulAt(suspect, "");
        return nul == null ? null : type + " holds a NUL character in " + nul;
    }

    /** A cheap look at the bytes; an escaped backslash before {@code u0000} looks the same and is told apart later. */
    private static boolean mayHoldNul(byte[] json) {
        return new String(json, StandardCharsets.ISO_8859_1).contains(ESCAPED_NUL);
    }

    private static String required(Headers headers, String name) {
        String value = text(headers, name);
        if (value == null || value.isBlank()) {
            throw new UnreadableEventException("header " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static @Nullable UUID uuidOrNull(Headers headers, String name) {
        String value = text(headers, name);
        return value == null ? null : uuid(name, value);
    }

    private static UUID uuid(String name, String value) {
        try {
            return Ids.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("header " + name + " is no UUID: " + value, e);
        }
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new UnreadableEventException("header ce_time is no RFC 3339 instant: " + value, e);
        }
    }

    private static void putIfPresent(Map<String, String> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
    }
}

package dev.colophon.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One record of every event as it is on the wire, byte for byte: {@code golden/<type>.json} and
 * {@code golden/<type>.headers}. Producers' and consumers' tests read them, so that both sides mean the same.
 */
public final class GoldenSamples {

    private GoldenSamples() {}

    /** The record's value. */
    public static byte[] value(Class<? extends EventPayload> payload) {
        return resource(EventCatalogue.typeOf(payload) + ".json").strip().getBytes(StandardCharsets.UTF_8);
    }

    /** The record's headers, in their order. */
    public static Map<String, String> headerValues(Class<? extends EventPayload> payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        resource(EventCatalogue.typeOf(payload) + ".headers").lines().forEach(line -> {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return headers;
    }

    /** The record's headers as Kafka's client gives them. */
    public static Headers headers(Class<? extends EventPayload> payload) {
        Headers headers = new RecordHeaders();
        headerValues(payload).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    /** The sample, read. */
    @SuppressWarnings("unchecked")
    public static <P extends EventPayload> Event<P> event(Class<P> payload) {
        return (Event<P>) EventCodec.read(headers(payload), value(payload)).orElseThrow();
    }

    private static String resource(String name) {
        try (InputStream in = GoldenSamples.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden sample " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

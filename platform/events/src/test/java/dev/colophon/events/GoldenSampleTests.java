package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenSampleTests {

    static Stream<EventPayload> payloads() {
        return EventSamples.payloads().stream();
    }

    @Test
    void coversEveryEventOfTheCatalogue() {
        assertThat(payloads().map(Object::getClass).toList())
                .containsExactlyElementsOf(EventCatalogue.payloads().stream()
                        .map(type -> (Class<?>) type)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void writesTheSampleByteForByte(EventPayload payload) {
        String type = EventCatalogue.typeOf(payload.getClass());
        GeneratedFile.inTestResources("golden/" + type + ".json")
                .assertUpToDate(EventCodec.payloadJson(payload) + "\n");
        GeneratedFile.inTestResources("golden/" + type + ".headers")
                .assertUpToDate(EventCodec.headers(EventSamples.event(payload)).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void readsTheSampleAndWritesItBackUnchanged(EventPayload payload) {
        Event<?> read = GoldenSamples.event(payload.getClass());

        assertThat(read).isEqualTo(EventSamples.event(payload));
        assertThat(EventCodec.payloadJson(read.payload()).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(GoldenSamples.value(payload.getClass()));
        assertThat(EventCodec.headers(read)).containsExactlyEntriesOf(GoldenSamples.headerValues(payload.getClass()));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void satisfiesItsSchema(EventPayload payload) {
        assertThat(EventSchemas.faults(payload.getClass(), GoldenSamples.value(payload.getClass())))
                .isEmpty();
    }
}

package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.usage.AiUsageObserved;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSchemaTests {

    static Stream<Class<? extends EventPayload>> payloads() {
        return EventCatalogue.payloads().stream();
    }

    /** Compares first and writes afterwards: a breaking change cannot be published by regenerating the files. */
    @ParameterizedTest
    @MethodSource("payloads")
    void breaksNoReaderOfThePublishedVersionAndIsCommitted(Class<? extends EventPayload> payload) {
        GeneratedFile file = GeneratedFile.inDocs("events/schemas/" + EventCatalogue.typeOf(payload) + ".json");
        ObjectNode generated = EventSchemas.of(payload);

        List<String> breaks = file.committed()
                .map(published -> SchemaCompatibility.breaks(EventSchemas.parse(published), generated))
                .orElse(List.of());
        assertThat(breaks)
                .as("an event evolves by optional fields; this change needs a new type version beside the old")
                .isEmpty();
        file.assertUpToDate(EventSchemas.text(generated));
    }

    @Test
    void saysWhatIsRequiredWhatMayBeNullAndWhichValuesAreAllowed() {
        ObjectNode usage = EventSchemas.of(AiUsageObserved.class);

        assertThat(usage.at("/properties/client_id/format").asText()).isEqualTo("uuid");
        assertThat(usage.at("/properties/occurred_at/format").asText()).isEqualTo("date-time");
        assertThat(usage.at("/properties/input_tokens/type"))
                .extracting(JsonNode::asText)
                .containsExactly("integer", "null");
        assertThat(usage.get("required"))
                .extracting(JsonNode::asText)
                .contains("attempt_id", "attempt", "cache_hit")
                .doesNotContain("input_tokens", "project_id");
    }
}

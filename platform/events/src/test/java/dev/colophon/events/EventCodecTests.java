package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.events.usage.AiUsageObserved;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTests {

    @Nested
    class Envelope {

        @ParameterizedTest
        @ValueSource(strings = {"ce_specversion", "ce_type", "ce_id", "ce_source", "ce_time", "ce_clientid"})
        void refusesAMissingHeader(String header) {
            Headers headers = GoldenSamples.headers(ProjectCreated.class).remove(header);

            assertUnreadable(headers, GoldenSamples.value(ProjectCreated.class), "header " + header + " is missing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ce_correlationid", "ce_causationid", "traceparent", "ce_subject", "content-type"})
        void doesWithoutAnOptionalHeader(String header) {
            Headers headers = GoldenSamples.headers(ProjectCreated.class).remove(header);

            assertThat(EventCodec.read(headers, GoldenSamples.value(ProjectCreated.class)))
                    .isPresent();
        }

        @ParameterizedTest
        @CsvSource({
            "ce_id, no-uuid",
            "ce_id, 1-1-1-1-1",
            "ce_causationid, 42",
            "ce_replayid, x",
            "ce_time, yesterday",
            "ce_specversion, 0.3",
            "ce_clientid, 0199c0de-0000-7000-8000-000000000999"
        })
        void refusesAHeaderThatIsNotWhatItSays(String header, String value) {
            assertUnreadable(with(header, value), GoldenSamples.value(ProjectCreated.class), "header " + header);
        }

        @Test
        void skipsATypeOfTheFuture() {
            assertThat(EventCodec.read(with("ce_type", "dev.colophon.project.created.v9"), new byte[] {'?'}))
                    .isEmpty();
        }

        @Test
        void refusesARecordWithoutValue() {
            assertUnreadable(GoldenSamples.headers(ProjectCreated.class), null, "has no value");
        }

        @Test
        void namesTheTypeWithoutReadingTheValue() {
            assertThat(EventCodec.typeOf(GoldenSamples.headers(ProjectCreated.class)))
                    .contains("dev.colophon.project.created.v1");
        }

        private static Headers with(String header, String value) {
            return GoldenSamples.headers(ProjectCreated.class)
                    .remove(header)
                    .add(header, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class Value {

        @Test
        void ignoresFieldsOfTheFuture() {
            Event<?> event = read(
                    ProjectCreated.class, value -> value.putObject("colour").put("hue", 7));

            assertThat(event).isEqualTo(GoldenSamples.event(ProjectCreated.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "[]", "{not json", "42", "{} {}"})
        void refusesWhatIsNoObject(String value) {
            assertThatThrownBy(() -> EventCodec.read(
                            GoldenSamples.headers(ProjectCreated.class), value.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableEventException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"client_id", "project_id", "name", "created_at"})
        void refusesAMissingFieldByName(String field) {
            assertThatThrownBy(() -> read(ProjectCreated.class, value -> value.remove(field)))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining("ProjectCreated has no " + field);
        }

        @ParameterizedTest
        @CsvSource({
            "project_id, 1-1-1-1-1",
            "client_id, 1-1-1-1-1",
            "created_at, tomorrow",
            "auto_metadata, yes",
            "auto_metadata,"
        })
        void refusesAFieldOfAnotherType(String field, String text) {
            assertThatThrownBy(() -> read(ProjectCreated.class, value -> value.put(field, text)))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining(field);
        }

        @Test
        void refusesAKindThatItDoesNotKnow() {
            assertThatThrownBy(() -> read(ItemCaptured.class, value -> value.put("kind", "podcast")))
                    .isInstanceOf(UnreadableEventException.class);
            assertThatThrownBy(() -> read(ItemCaptured.class, value -> value.put("kind", 0)))
                    .isInstanceOf(UnreadableEventException.class);
        }

        @ParameterizedTest
        @CsvSource({"0, 1", "2, 1", "-1, 3"})
        void refusesAPartThatTheItemCannotHave(int part, int parts) {
            assertThatThrownBy(() -> read(
                            ItemCaptured.class, value -> value.put("part", part).put("parts", parts)))
                    .isInstanceOf(UnreadableEventException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"attempt", "input_count", "input_tokens", "output_tokens", "duration_millis"})
        void refusesUsageBelowNothing(String field) {
            assertThatThrownBy(() -> read(AiUsageObserved.class, value -> value.put(field, -1)))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining(field);
        }

        @Test
        void refusesHalfAToken() {
            assertThatThrownBy(() -> read(AiUsageObserved.class, value -> value.put("input_tokens", 1.5)))
                    .isInstanceOf(UnreadableEventException.class);
        }

        @Test
        void keepsUnknownTokensUnknown() {
            AiUsageObserved usage = (AiUsageObserved) read(AiUsageObserved.class, value -> value.remove("input_tokens"))
                    .payload();

            assertThat(usage.inputTokens()).isNull();
        }

        @Test
        void refusesANulCharacterAndSaysWhere() {
            assertThatThrownBy(() -> read(ProjectCreated.class, value -> value.put("name", "a\u0000b")))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining("NUL character in name");
            assertThatThrownBy(() -> read(ItemCaptured.class, value -> ((ObjectNode) value.get("attributes"))
                            .put("path", "a\u0000b")))
                    .hasMessageContaining("NUL character in attributes.path");
        }

        @Test
        void readsTextThatOnlyWritesAboutNul() {
            assertThat(GoldenSamples.event(ItemCaptured.class).payload().title())
                    .contains("\\u0000");
        }

        @Test
        void keepsInstantsToTheNanosecond() {
            Instant exact = Instant.parse("2026-03-14T09:26:53.123456789Z");
            ProjectUpdated updated =
                    (ProjectUpdated) read(ProjectUpdated.class, value -> value.put("updated_at", exact.toString()))
                            .payload();

            assertThat(updated.updatedAt()).isEqualTo(exact);
            assertThat(EventCodec.payloadJson(updated)).contains("2026-03-14T09:26:53.123456789Z");
        }

        @Test
        void keepsDecimalsToTheLastDigit() {
            ClientConfigured configured =
                    (ClientConfigured) read(ClientConfigured.class, value -> ((ObjectNode) value.get("values"))
                                    .put("monthly_usd", new BigDecimal("0.00000000010")))
                            .payload();

            assertThat(configured.values()).containsEntry("monthly_usd", new BigDecimal("0.00000000010"));
            assertThat(EventCodec.payloadJson(configured)).contains("0.00000000010");
        }
    }

    @Nested
    class Writing {

        @Test
        void refusesANulCharacter() {
            ProjectCreated project =
                    new ProjectCreated(EventSamples.CLIENT, Ids.newId(), "a\u0000b", null, null, true, Instant.EPOCH);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EventCodec.payloadJson(project))
                    .withMessageContaining("NUL character in name");
        }

        @Test
        @SuppressWarnings("NullAway")
        void refusesAMissingField() {
            ProjectCreated project =
                    new ProjectCreated(EventSamples.CLIENT, null, "Lighthouse", null, null, true, Instant.EPOCH);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EventCodec.payloadJson(project))
                    .withMessageContaining("has no project_id");
        }

        @Test
        void leavesOutHeadersThatHaveNoValue() {
            Event<?> bare = new Event<>(
                    Ids.newId(),
                    "/sample-service",
                    Instant.EPOCH,
                    EventSamples.payloads().get(0),
                    null,
                    null,
                    null,
                    null);

            assertThat(EventCodec.headers(bare))
                    .containsOnlyKeys(
                            "ce_specversion",
                            "ce_id",
                            "ce_type",
                            "ce_source",
                            "ce_time",
                            "ce_subject",
                            "ce_clientid",
                            "content-type");
        }

        @Test
        void keysEveryPartOfALongItemByItself() {
            ItemCaptured whole = GoldenSamples.event(ItemCaptured.class).payload();
            ItemCaptured second = (ItemCaptured)
                    read(ItemCaptured.class, value -> value.put("part", 2).put("parts", 3))
                            .payload();

            assertThat(whole.key()).isEqualTo(EventSamples.CLIENT + "/" + whole.itemId());
            assertThat(second.key()).isEqualTo(whole.key() + "/2");
        }

        @Test
        void doesNotLetMapsChangeAfterwards() {
            Map<String, String> attributes =
                    GoldenSamples.event(ItemCaptured.class).payload().attributes();

            assertThatThrownBy(() -> attributes.put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static Event<?> read(Class<? extends EventPayload> payload, Consumer<ObjectNode> change) {
        try {
            ObjectNode value = (ObjectNode) EventCodec.json().readTree(GoldenSamples.value(payload));
            change.accept(value);
            return EventCodec.read(
                            GoldenSamples.headers(payload), EventCodec.json().writeValueAsBytes(value))
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertUnreadable(Headers headers, byte[] value, String message) {
        assertThatThrownBy(() -> EventCodec.read(headers, value))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }
}

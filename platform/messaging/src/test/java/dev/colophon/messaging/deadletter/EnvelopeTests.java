package dev.colophon.messaging.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeTests {

    private static final String SUFFIX = ".etl-service.dlt";
    private static final String TOPIC = "colophon.projects" + SUFFIX;
    private static final UUID CLIENT = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID EVENT = UUID.fromString("22222222-2222-4222-8222-222222222222");

    @Test
    void readsWhatWasPutDown() {
        DeadLetter letter = letter(record(
                Map.of(
                        "ce_id", EVENT.toString(),
                        "ce_type", "dev.colophon.project.created.v1",
                        "ce_clientid", CLIENT.toString(),
                        "dlt_original_topic", "colophon.projects",
                        "dlt_original_partition", "4",
                        "dlt_original_offset", "17",
                        "dlt_error_class", "java.lang.IllegalStateException",
                        "dlt_error_message", "no project " + EVENT + " in 12 of 13",
                        "dlt_attempts", "5",
                        "dlt_failed_at", "2026-11-21T10:00:00Z"),
                new byte[0]));

        assertThat(letter.source()).isEqualTo(new DeadLetter.Place("colophon.projects", 4, 17));
        assertThat(letter.place()).isEqualTo(new DeadLetter.Place(TOPIC, 2, 99));
        assertThat(letter.eventId()).isEqualTo(EVENT);
        assertThat(letter.clientId()).isEqualTo(CLIENT);
        assertThat(letter.cause()).isEqualTo("no project <id> in <n> of <n>");
        assertThat(letter.attempts()).isEqualTo(5);
        assertThat(letter.failedAt()).isEqualTo("2026-11-21T10:00:00Z");
    }

    @Test
    void findsAPlaceForWhateverIsOnTheTopic() {
        DeadLetter letter = letter(record(Map.of(), null));

        assertThat(letter.source()).isEqualTo(new DeadLetter.Place("colophon.projects", 2, 99));
        assertThat(letter.errorClass()).isEqualTo("unknown");
        assertThat(letter.clientId()).isNull();
        assertThat(letter.failedAt()).isEqualTo("1970-01-01T00:00:01Z");
    }

    @Test
    void mindsNoHeaderThatIsJunk() {
        ConsumerRecord<String, byte[]> record = record(
                Map.of(
                        "ce_clientid", "nobody\u0000",
                        "ce_id", "",
                        "dlt_original_offset", "first",
                        "dlt_failed_at", "yesterday",
                        "dlt_error_message", "x".repeat(5_000) + "\u0000"),
                null);
        record.headers().add("ce_type", new byte[] {(byte) 0xff, (byte) 0xfe});

        DeadLetter letter = letter(record);

        assertThat(letter.clientId()).isNull();
        assertThat(letter.eventId()).isNull();
        assertThat(letter.eventType()).isNull();
        assertThat(letter.source().offset()).isEqualTo(99);
        assertThat(letter.errorMessage()).hasSize(1_000);
    }

    @Test
    void givesTheSameLetterTheSameId() {
        assertThat(letter(record(Map.of(), null)).id())
                .isEqualTo(letter(record(Map.of("ce_id", "x"), null)).id());
    }

    @Test
    void givesListenersTheRecordAsItCameOrAsItIsMended() {
        ConsumerRecord<String, byte[]> record =
                record(Map.of("ce_id", "junk", "dlt_original_topic", "colophon.projects"), bytes("{old"));
        DeadLetter letter = letter(record);

        ConsumerRecord<String, byte[]> same = new Envelope(record).asItCame(letter, Mended.NOTHING);
        ConsumerRecord<String, byte[]> mended = new Envelope(record)
                .asItCame(letter, new Mended("{}", Map.of("ce_id", EVENT.toString(), "ce_source", "/x")));

        assertThat(same.topic()).isEqualTo("colophon.projects");
        assertThat(same.headers().toArray()).extracting("key").containsExactly("ce_id");
        assertThat(same.value()).isEqualTo(bytes("{old"));
        assertThat(mended.value()).isEqualTo(bytes("{}"));
        assertThat(mended.headers().toArray()).extracting("key").containsExactlyInAnyOrder("ce_id", "ce_source");
        assertThat(mended.headers().lastHeader("ce_id").value()).isEqualTo(bytes(EVENT.toString()));
    }

    @Test
    void takesContentFromTheRecordThatItTellsOfAndFromNoOther() {
        ConsumerRecord<String, byte[]> original = record(Map.of("ce_id", EVENT.toString()), bytes("{large"));
        ConsumerRecord<String, byte[]> of =
                record(Map.of("dlt_content_omitted", "true", "dlt_original_timestamp", "1000"), null);
        ConsumerRecord<String, byte[]> ofAnother =
                record(Map.of("dlt_content_omitted", "true", "dlt_original_timestamp", "1001"), null);

        ConsumerRecord<String, byte[]> whole = new Envelope(of).with(original);

        assertThat(whole.value()).isEqualTo(original.value());
        assertThat(whole.headers().toArray())
                .extracting("key")
                .containsExactlyInAnyOrder("ce_id", "dlt_content_omitted", "dlt_original_timestamp");
        assertThat(new Envelope(whole).isWithoutContent()).isFalse();
        assertThat(new Envelope(new Envelope(ofAnother).with(original)).isWithoutContent())
                .isTrue();
    }

    @Test
    void saysTheSameOfErrorsThatDifferInWhatTheyAreAboutOnly() {
        assertThat(Wording.cause("item 'Fix the \"thing\"' of " + CLIENT + " has 3 chunks,\n not 4"))
                .isEqualTo(Wording.cause("item 'Another' of " + EVENT + " has 17 chunks, not 200"))
                .isEqualTo("item <text> of <id> has <n> chunks, not <n>");
    }

    private static DeadLetter letter(ConsumerRecord<String, byte[]> record) {
        return new Envelope(record).letter(SUFFIX);
    }

    private static ConsumerRecord<String, byte[]> record(Map<String, String> headers, byte @Nullable [] value) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, bytes(text)));
        return new ConsumerRecord<>(
                TOPIC, 2, 99, 1_000, TimestampType.CREATE_TIME, 0, 0, "key", value, all, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

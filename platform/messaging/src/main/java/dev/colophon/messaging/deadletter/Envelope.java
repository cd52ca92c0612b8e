package dev.colophon.messaging.deadletter;

import dev.colophon.events.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Reads what a record of a dead-letter topic says of itself, whatever is missing or wrong in it. */
final class Envelope {

    /** Says that a record was too large to be kept beside why it was put aside. */
    static final String OMITTED = "dlt_content_omitted";

    private static final String PREFIX = "dlt_";

    private final ConsumerRecord<String, byte[]> record;

    Envelope(ConsumerRecord<String, byte[]> record) {
        this.record = record;
    }

    /** @param suffix what dead-letter topics of the service have after the topic's name */
    DeadLetter letter(String suffix) {
        String topic = record.topic();
        String message = orElse(text("dlt_error_message"), "no reason is given");
        String sourceTopic = orElse(
                text("dlt_original_topic"),
                topic.endsWith(suffix) ? topic.substring(0, topic.length() - suffix.length()) : topic);
        return new DeadLetter(
                Ids.derived("dead-letter", topic + "/" + record.partition() + "/" + record.offset()),
                new DeadLetter.Place(
                        sourceTopic,
                        orElse(parsed("dlt_original_partition", Integer::valueOf), record.partition()),
                        orElse(parsed("dlt_original_offset", Long::valueOf), record.offset())),
                new DeadLetter.Place(topic, record.partition(), record.offset()),
                record.key() == null ? null : Wording.storable(record.key()),
                parsed("ce_id", Ids::parse),
                text("ce_type"),
                parsed("ce_clientid", Ids::parse),
                orElse(text("dlt_error_class"), "unknown"),
                message,
                Wording.cause(message),
                orElse(parsed("dlt_attempts", Integer::valueOf), 1),
                0,
                DeadLetterState.WAITING,
                orElse(parsed("dlt_failed_at", Instant::parse), Instant.ofEpochMilli(Math.max(0, record.timestamp()))),
                null);
    }

    /** Whether key, value and headers are still where the record came from, if anywhere. */
    boolean isWithoutContent() {
        return text(OMITTED) != null && record.value() == null;
    }

    /** This record with the content of one, where that is the one which it tells of. */
    ConsumerRecord<String, byte[]> with(ConsumerRecord<String, byte[]> original) {
        if (!Long.valueOf(original.timestamp()).equals(parsed("dlt_original_timestamp", Long::valueOf))) {
            return record;
        }
        Headers headers = new RecordHeaders(original.headers().toArray());
        for (Header header : record.headers()) {
            if (header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        }
        return at(record.topic(), record.partition(), record.offset(), original.key(), original.value(), headers);
    }

    /** The record as its listener was given it, with another value or other headers where they are mended. */
    ConsumerRecord<String, byte[]> asItCame(DeadLetter letter, Mended mended) {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        }
        mended.headers().forEach((name, value) -> {
            headers.remove(name);
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        });
        return at(
                letter.source().topic(),
                letter.source().partition(),
                letter.source().offset(),
                record.key(),
                mended.payload() == null ? record.value() : mended.payload().getBytes(StandardCharsets.UTF_8),
                headers);
    }

    private ConsumerRecord<String, byte[]> at(
            String topic, int partition, long offset, String key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                record.timestamp(),
                record.timestampType(),
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                headers,
                record.leaderEpoch());
    }

    private <T> @Nullable T parsed(String name, Function<String, T> parse) {
        String text = text(name);
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private @Nullable String text(String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return Wording.storable(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString());
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static <T> T orElse(@Nullable T found, T otherwise) {
        return found == null ? otherwise : found;
    }
}

package dev.colophon.messaging.deadletter;

import dev.colophon.messaging.topic.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records aside that cannot be handled, on {@code <topic>.<service>.dlt} with where they came from and why in their
 * headers. Of a record that is too large with them only that is kept, and where the rest of it is. Returns once the broker
 * has them, so that the consumer may go on.
 */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_MESSAGE_LENGTH = 1_000;
    private static final int MAX_IDENTIFYING = 200;
    private static final List<String> IDENTIFYING = List.of("ce_id", "ce_type", "ce_clientid");

    private final Producer<String, byte[]> producer;
    private final TopicAdmin topics;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    DeadLetters(Producer<String, byte[]> producer, TopicAdmin topics, MeterRegistry meters, Clock clock) {
        this.producer = producer;
        this.topics = topics;
        this.meters = meters;
        this.clock = clock;
    }

    /** @throws IllegalStateException where the broker does not take the record: nothing is put aside */
    public void put(String service, ConsumerRecord<String, byte[]> rejected, Throwable cause, int attempts) {
        String topic = rejected.topic() + "." + service + ".dlt";
        try {
            if (!known.contains(topic)) {
                topics.createDeadLetterTopic(topic);
                known.add(topic);
            }
            Headers why = why(service, rejected, cause, attempts);
            try {
                send(topic, rejected.key(), rejected.value(), with(rejected, why));
            } catch (RecordTooLargeException e) {
                send(topic, shortKey(rejected), null, instead(rejected, why));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("dead letter was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while putting a dead letter", e);
        }
        DeadLetterMeter.PUT.counter(meters, rejected.topic()).increment();
        log.error(
                "dead letter from {}-{}@{} after {} attempts: {}",
                rejected.topic(),
                rejected.partition(),
                rejected.offset(),
                attempts,
                cause.getClass().getSimpleName() + ": " + Wording.cause(String.valueOf(cause.getMessage())));
    }

    private void send(String topic, @Nullable String key, byte @Nullable [] value, Headers headers)
            throws ExecutionException, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, null, null, key, value, headers))
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw e;
        }
    }

    private static @Nullable String shortKey(ConsumerRecord<String, byte[]> rejected) {
        return rejected.key() == null || rejected.key().length() > MAX_IDENTIFYING ? null : rejected.key();
    }

    private static Headers with(ConsumerRecord<String, byte[]> rejected, Headers why) {
        Headers headers = new RecordHeaders(rejected.headers().toArray());
        for (Header each : why) {
            headers.remove(each.key());
            headers.add(each);
        }
        return headers;
    }

    /** What identifies an event, and that the rest of it has to be looked for where it came from. */
    private static Headers instead(ConsumerRecord<String, byte[]> rejected, Headers why) {
        Headers headers = new RecordHeaders(why.toArray());
        for (String name : IDENTIFYING) {
            Header header = rejected.headers().lastHeader(name);
            if (header != null && header.value() != null && header.value().length <= MAX_IDENTIFYING) {
                headers.add(header);
            }
        }
        add(headers, Envelope.OMITTED, "true");
        return headers;
    }

    private Headers why(String service, ConsumerRecord<String, byte[]> rejected, Throwable cause, int attempts) {
        Headers headers = new RecordHeaders();
        add(headers, "dlt_original_topic", rejected.topic());
        add(headers, "dlt_original_partition", String.valueOf(rejected.partition()));
        add(headers, "dlt_original_offset", String.valueOf(rejected.offset()));
        add(headers, "dlt_original_timestamp", String.valueOf(rejected.timestamp()));
        add(headers, "dlt_service", service);
        add(headers, "dlt_error_class", cause.getClass().getName());
        add(headers, "dlt_error_message", shortened(String.valueOf(cause.getMessage())));
        add(headers, "dlt_attempts", String.valueOf(attempts));
        add(headers, "dlt_failed_at", clock.instant().toString());
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH);
    }
}

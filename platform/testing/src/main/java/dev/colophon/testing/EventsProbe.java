package dev.colophon.testing;

import dev.colophon.events.Event;
import dev.colophon.events.EventCatalogue;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Publishes events to a service under test and reads what it publishes. */
public final class EventsProbe {

    private static final Logger log = LoggerFactory.getLogger(EventsProbe.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration JOINING = Duration.ofSeconds(10);

    private final Producer<String, byte[]> producer;
    private final Supplier<? extends Collection<MessageListenerContainer>> listeners;
    private boolean joined;

    /** @param producer sends to the broker of the tests */
    public EventsProbe(Producer<String, byte[]> producer) {
        this(producer, List::of);
    }

    /** @param listeners of the service under test, which get their partitions before anything is published */
    EventsProbe(Producer<String, byte[]> producer, Supplier<? extends Collection<MessageListenerContainer>> listeners) {
        this.producer = producer;
        this.listeners = listeners;
    }

    /** Publishes with a new id, as some other service would. */
    public UUID publish(EventPayload payload) {
        UUID id = Ids.newId();
        publish(id, payload, null);
        return id;
    }

    /** Publishes with a given id and trace. */
    public void publish(UUID id, EventPayload payload, @Nullable String traceparent) {
        Event<EventPayload> event = new Event<>(id, "/test", Instant.now(), payload, null, null, null, traceparent);
        publishRaw(
                EventCatalogue.topicOf(payload.getClass()).topicName(),
                payload.key(),
                EventCodec.headers(event),
                EventCodec.payloadJson(payload).getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes whatever a broken producer might. */
    public void publishRaw(String topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        awaitListeners();
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not take the test's record", e);
        }
    }

    /**
     * A service that has just started hears of nothing until its group has handed out partitions, while a test asks at once.
     * Where several services of a group share them some may stay without: then this gives up.
     */
    private synchronized void awaitListeners() {
        if (!joined) {
            try {
                Awaitility.await().atMost(JOINING).until(() -> waiting().isEmpty());
            } catch (ConditionTimeoutException e) {
                log.info("{} have no partitions", waiting());
            }
        }
        joined = true;
    }

    private List<String> waiting() {
        return listeners.get().stream()
                .filter(MessageListenerContainer::isRunning)
                // a pattern may fit no topic yet
                .filter(container -> container.getContainerProperties().getTopics() != null)
                .filter(container -> container.getAssignedPartitions() == null
                        || container.getAssignedPartitions().isEmpty())
                .map(MessageListenerContainer::getListenerId)
                .toList();
    }

    /** Waits for at least one event that fits, and returns all that do, in order of arrival per partition. */
    public <P extends EventPayload> List<Event<P>> await(Class<P> payload, Predicate<Event<P>> fits) {
        return awaitAtLeast(1, payload, fits);
    }

    /** Waits for at least {@code count} events that fit. */
    public <P extends EventPayload> List<Event<P>> awaitAtLeast(int count, Class<P> payload, Predicate<Event<P>> fits) {
        return Awaitility.await("at least " + count + " " + payload.getSimpleName())
                .atMost(PATIENCE)
                .until(() -> all(payload, fits), found -> found.size() >= count);
    }

    /** Every event of the type that is on its topic now and fits. */
    public <P extends EventPayload> List<Event<P>> all(Class<P> payload, Predicate<Event<P>> fits) {
        Topic topic = EventCatalogue.topicOf(payload);
        List<Event<P>> found = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(topic.topicName())) {
            if (EventCodec.typeOf(record.headers())
                    .filter(EventCatalogue.typeOf(payload)::equals)
                    .isPresent()) {
                read(record).ifPresent(event -> {
                    @SuppressWarnings("unchecked") // the type header names the payload
                    Event<P> typed = (Event<P>) event;
                    if (fits.test(typed)) {
                        found.add(typed);
                    }
                });
            }
        }
        return found;
    }

    /** Empty for what another test broke on purpose. */
    private static Optional<Event<?>> read(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.read(record.headers(), record.value());
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    /** Every record of a topic, from its beginning to its end of now; empty where there is no such topic. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", TestBroker.shared().bootstrapServers(), "allow.auto.create.topics", "false");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var known = consumer.listTopics().get(topic);
            if (known == null) {
                return records;
            }
            List<TopicPartition> partitions = known.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}

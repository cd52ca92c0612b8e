package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Topic;
import dev.colophon.events.UnreadableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** The account book's topic from its beginning to its end of now, read by a consumer of its own that is in no group. */
@Component
class UsageTopic {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;

    @SuppressWarnings("unchecked") // the service reads keys as texts and values as bytes
    UsageTopic(ConsumerFactory<?, ?> consumers) {
        this.consumers = (ConsumerFactory<String, byte[]>) consumers;
    }

    /**
     * Blocks until all is read.
     *
     * @param length is told how many records there are to read
     * @param each is given what was read together, and how many records that were; what is unreadable is passed over, as
     *     it was when it came
     */
    void read(LongConsumer length, BiConsumer<List<Event<?>>, Integer> each) {
        Properties settings = new Properties();
        settings.put("enable.auto.commit", "false");
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, "rebuild-", null, settings)) {
            String topic = Topic.USAGE.topicName();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            beginnings.forEach(consumer::seek);
            length.accept(sum(ends) - sum(beginnings));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                List<Event<?>> events = new ArrayList<>();
                int read = 0;
                for (ConsumerRecord<String, byte[]> found : consumer.poll(POLL)) {
                    if (found.offset() < ends.getOrDefault(new TopicPartition(topic, found.partition()), 0L)) {
                        read++;
                        event(found).ifPresent(events::add);
                    }
                }
                each.accept(events, read);
            }
        }
    }

    private static Optional<Event<?>> event(ConsumerRecord<String, byte[]> found) {
        try {
            return EventCodec.read(found.headers(), found.value());
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}

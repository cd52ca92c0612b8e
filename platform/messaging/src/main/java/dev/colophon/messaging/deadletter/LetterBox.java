package dev.colophon.messaging.deadletter;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads dead letters where they are, with a consumer that belongs to no group. Blocks. */
final class LetterBox {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int WORTH_A_SEEK = 2_000;

    private final ConsumerFactory<String, byte[]> consumers;

    LetterBox(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /**
     * The records of letters by their ids, with what was too large for them from where it came; those that the broker has
     * not any more are missing.
     *
     * @throws TimeoutException where the broker does not give them in time
     */
    Map<UUID, ConsumerRecord<String, byte[]>> read(Collection<DeadLetter> letters) {
        Properties changed = new Properties();
        changed.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, "", "-letters", changed)) {
            Map<UUID, ConsumerRecord<String, byte[]>> found = read(consumer, letters, DeadLetter::place);
            List<DeadLetter> without = letters.stream()
                    .filter(letter -> isWithoutContent(found.get(letter.id())))
                    .toList();
            if (!without.isEmpty()) {
                Map<UUID, ConsumerRecord<String, byte[]>> originals = read(consumer, without, DeadLetter::source);
                originals.forEach((id, original) ->
                        found.computeIfPresent(id, (same, letter) -> new Envelope(letter).with(original)));
            }
            return found;
        }
    }

    private static boolean isWithoutContent(@Nullable ConsumerRecord<String, byte[]> letter) {
        return letter != null && new Envelope(letter).isWithoutContent();
    }

    private static Map<UUID, ConsumerRecord<String, byte[]>> read(
            Consumer<String, byte[]> consumer,
            Collection<DeadLetter> letters,
            Function<DeadLetter, DeadLetter.Place> where) {
        Map<TopicPartition, TreeMap<Long, UUID>> wanted = new HashMap<>();
        for (DeadLetter letter : letters) {
            DeadLetter.Place place = where.apply(letter);
            wanted.computeIfAbsent(new TopicPartition(place.topic(), place.partition()), partition -> new TreeMap<>())
                    .put(place.offset(), letter.id());
        }
        dropWhatIsGone(consumer, wanted);
        return collect(consumer, wanted);
    }

    private static void dropWhatIsGone(
            Consumer<String, byte[]> consumer, Map<TopicPartition, TreeMap<Long, UUID>> wanted) {
        wanted.keySet().removeIf(partition -> !exists(consumer, partition));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(wanted.keySet(), PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(wanted.keySet(), PATIENCE);
        wanted.forEach((partition, offsets) -> offsets.keySet()
                .removeIf(offset -> offset < begins.getOrDefault(partition, 0L)
                        || offset >= ends.getOrDefault(partition, Long.MAX_VALUE)));
        wanted.values().removeIf(TreeMap::isEmpty);
    }

    /** Of what does not exist nobody tells offsets. */
    private static boolean exists(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.partitionsFor(partition.topic(), PATIENCE).stream()
                .anyMatch(known -> known.partition() == partition.partition());
    }

    private static Map<UUID, ConsumerRecord<String, byte[]>> collect(
            Consumer<String, byte[]> consumer, Map<TopicPartition, TreeMap<Long, UUID>> wanted) {
        Map<UUID, ConsumerRecord<String, byte[]>> found = new HashMap<>();
        consumer.assign(wanted.keySet());
        wanted.forEach((partition, offsets) -> consumer.seek(partition, offsets.firstKey()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the broker does not give dead letters in time");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                TreeMap<Long, UUID> offsets = wanted.get(new TopicPartition(record.topic(), record.partition()));
                UUID id = offsets == null ? null : offsets.remove(record.offset());
                if (id != null) {
                    found.put(id, record);
                }
            }
            moveOn(consumer, wanted);
        }
        return found;
    }

    private static void moveOn(Consumer<String, byte[]> consumer, Map<TopicPartition, TreeMap<Long, UUID>> wanted) {
        Iterator<Map.Entry<TopicPartition, TreeMap<Long, UUID>>> all =
                wanted.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<TopicPartition, TreeMap<Long, UUID>> one = all.next();
            long position = consumer.position(one.getKey());
            // what lies behind and was not given is not there
            one.getValue().headMap(position).clear();
            if (one.getValue().isEmpty()) {
                consumer.pause(List.of(one.getKey()));
                all.remove();
            } else if (one.getValue().firstKey() - position > WORTH_A_SEEK) {
                consumer.seek(one.getKey(), one.getValue().firstKey());
            }
        }
    }
}

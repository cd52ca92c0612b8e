package dev.colophon.ops.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** Finds out since when records wait, by reading the first of them. Blocks, for a bounded time. */
final class FirstUnread {

    /** A record's place. */
    record Position(TopicPartition partition, long offset) {}

    private final ConsumerFactory<String, byte[]> consumers;

    FirstUnread(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /** When the first record from each position on was written; those are missing that were not read in time. */
    Map<Position, Instant> writtenAt(Set<Position> positions, Duration patience) {
        Map<Position, Instant> found = new HashMap<>();
        long deadline = System.nanoTime() + patience.toNanos();
        Set<Position> left = new HashSet<>(positions);
        if (left.isEmpty()) {
            return found;
        }
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, "", "-look", frugal())) {
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                Map<TopicPartition, Position> round = onePerPartition(left);
                left.removeAll(round.values());
                read(consumer, round, found, deadline);
            }
            return found;
        }
    }

    /** A partition can be read from one place at a time; groups may stand at several. */
    private static Map<TopicPartition, Position> onePerPartition(Set<Position> positions) {
        Map<TopicPartition, Position> round = new HashMap<>();
        positions.forEach(position -> round.putIfAbsent(position.partition(), position));
        return round;
    }

    private static void read(
            Consumer<String, byte[]> consumer,
            Map<TopicPartition, Position> round,
            Map<Position, Instant> found,
            long deadline) {
        consumer.assign(round.keySet());
        round.forEach((partition, position) -> consumer.seek(partition, position.offset()));
        Map<TopicPartition, Position> open = new HashMap<>(round);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            var polled = consumer.poll(Duration.ofMillis(100));
            List<TopicPartition> done = new ArrayList<>();
            for (TopicPartition partition : polled.partitions()) {
                Position position = open.remove(partition);
                if (position != null) {
                    ConsumerRecord<String, byte[]> first =
                            polled.records(partition).get(0);
                    found.put(position, Instant.ofEpochMilli(first.timestamp()));
                    done.add(partition);
                }
            }
            consumer.pause(done);
        }
    }

    private static Properties frugal() {
        Properties changed = new Properties();
        changed.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024");
        changed.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        changed.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        changed.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return changed;
    }
}

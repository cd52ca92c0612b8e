package dev.colophon.ops.broker;

import dev.colophon.ops.broker.FirstUnread.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** One look at the broker: blocks, and ends when its time is up with what it has got until then. */
final class BrokerLook {

    private final Admin admin;
    private final FirstUnread firstUnread;
    private final Clock clock;
    private final long deadline;
    private final List<String> missing = new ArrayList<>();

    BrokerLook(Admin admin, FirstUnread firstUnread, Clock clock, Duration patience) {
        this.admin = admin;
        this.firstUnread = firstUnread;
        this.clock = clock;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** What could not be found out in time. */
    List<String> missing() {
        return missing;
    }

    /** Names of topics with their partitions. */
    Map<String, List<TopicPartition>> topics(Predicate<String> wanted)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> names =
                get(admin.listTopics().names()).stream().filter(wanted).collect(Collectors.toSet());
        Map<String, List<TopicPartition>> topics = new TreeMap<>();
        get(admin.describeTopics(names).allTopicNames())
                .forEach((name, topic) -> topics.put(
                        name,
                        topic.partitions().stream()
                                .map(partition -> new TopicPartition(name, partition.partition()))
                                .toList()));
        return topics;
    }

    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec where)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().distinct().collect(Collectors.toMap(partition -> partition, partition -> where));
        return get(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** How groups stand with the topics that they have read of, or are assigned. */
    List<ConsumerStanding> consumers(Predicate<String> wanted, Set<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> groups = get(admin.listConsumerGroups().valid()).stream()
                .map(ConsumerGroupListing::groupId)
                .filter(wanted)
                .sorted()
                .toList();
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, ConsumerGroupDescription> described =
                get(admin.describeConsumerGroups(groups).all());
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                get(admin.listConsumerGroupOffsets(groups.stream()
                                .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())))
                        .all());
        Map<String, Map<TopicPartition, Long>> standing = new TreeMap<>();
        described.forEach((group, description) ->
                standing.put(group, read(description, committed.getOrDefault(group, Map.of()), topics)));
        return standings(described, standing);
    }

    /** Committed offsets by partition; -1 where the group is assigned one and has committed nothing yet. */
    private static Map<TopicPartition, Long> read(
            ConsumerGroupDescription group, Map<TopicPartition, OffsetAndMetadata> committed, Set<String> topics) {
        Map<TopicPartition, Long> read = new HashMap<>();
        group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .forEach(partition -> read.put(partition, -1L));
        committed.forEach((partition, offset) -> read.put(partition, offset == null ? -1L : offset.offset()));
        read.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return read;
    }

    private List<ConsumerStanding> standings(
            Map<String, ConsumerGroupDescription> described, Map<String, Map<TopicPartition, Long>> standing)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<TopicPartition> partitions = standing.values().stream()
                .flatMap(read -> read.keySet().stream())
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        List<Behind> behind = new ArrayList<>();
        standing.forEach((group, read) -> read.forEach((partition, offset) -> behind.add(new Behind(
                group,
                new Position(partition, Math.max(offset, begins.getOrDefault(partition, 0L))),
                Ends.lag(
                        offset < 0 ? null : offset,
                        begins.getOrDefault(partition, 0L),
                        ends.getOrDefault(partition, 0L))))));
        Map<Position, Instant> written = writtenAt(behind);
        return behind.stream()
                .map(Behind::key)
                .distinct()
                .sorted()
                .map(key -> standing(
                        key,
                        behind.stream().filter(one -> one.key().equals(key)).toList(),
                        written,
                        described))
                .toList();
    }

    private Map<Position, Instant> writtenAt(List<Behind> behind) {
        Set<Position> asked = behind.stream()
                .filter(one -> one.lag() > 0)
                .map(Behind::position)
                .collect(Collectors.toSet());
        Map<Position, Instant> written = firstUnread.writtenAt(asked, left());
        if (written.size() < asked.size()) {
            missing.add("the age of " + (asked.size() - written.size()) + " first unhandled events");
        }
        return written;
    }

    private ConsumerStanding standing(
            Key key,
            List<Behind> partitions,
            Map<Position, Instant> written,
            Map<String, ConsumerGroupDescription> described) {
        ConsumerGroupDescription group = described.get(key.group());
        List<Instant> waiting = partitions.stream()
                .filter(one -> one.lag() > 0 && written.containsKey(one.position()))
                .map(one -> written.getOrDefault(one.position(), Instant.EPOCH))
                .toList();
        Double age = waiting.isEmpty()
                ? null
                : Math.max(
                        0,
                        Duration.between(Collections.min(waiting), clock.instant())
                                        .toMillis()
                                / 1_000.0);
        return new ConsumerStanding(
                key.group(),
                ConsumerKind.of(key.group()),
                key.topic(),
                group == null ? "unknown" : group.state().toString().toLowerCase(Locale.ROOT),
                group == null ? 0 : members(group, key.topic()),
                partitions.stream().mapToLong(Behind::lag).sum(),
                age);
    }

    private static int members(ConsumerGroupDescription group, String topic) {
        return (int) group.members().stream()
                .filter(member -> member.assignment().topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(topic)))
                .count();
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    private <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(left().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A group and a topic that it reads. */
    private record Key(String group, String topic) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byGroup = group.compareTo(other.group);
            return byGroup == 0 ? topic.compareTo(other.topic) : byGroup;
        }
    }

    /** How far a group is behind in a partition. */
    private record Behind(String group, Position position, long lag) {

        Key key() {
            return new Key(group, position.partition().topic());
        }
    }
}

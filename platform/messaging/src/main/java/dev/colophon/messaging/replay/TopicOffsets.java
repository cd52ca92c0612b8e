package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Asks the broker what it holds of a topic. */
final class TopicOffsets {

    private final Admin admin;

    TopicOffsets(Admin admin) {
        this.admin = admin;
    }

    Mono<Map<Integer, Ranges.Offsets>> of(Topic topic, Bound from, Bound to) {
        return Mono.fromCallable(() -> ask(topic, from, to)).subscribeOn(Schedulers.boundedElastic());
    }

    private Map<Integer, Ranges.Offsets> ask(Topic topic, Bound from, Bound to)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic.topicName())).allTopicNames().get().values().stream()
                        .flatMap(described -> described.partitions().stream()
                                .map(partition -> new TopicPartition(described.name(), partition.partition())))
                        .toList();
        Map<TopicPartition, Long> ends = list(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = list(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> fromTime = atTime(partitions, from, beginnings);
        Map<TopicPartition, Long> toTime = atTime(partitions, to, ends);
        Map<Integer, Ranges.Offsets> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            offsets.put(
                    partition.partition(),
                    new Ranges.Offsets(
                            beginnings.getOrDefault(partition, 0L),
                            end,
                            found(fromTime, partition, end),
                            found(toTime, partition, end)));
        }
        return offsets;
    }

    private Map<TopicPartition, Long> atTime(
            List<TopicPartition> partitions, Bound bound, Map<TopicPartition, Long> open)
            throws ExecutionException, InterruptedException {
        return bound instanceof Bound.Time time
                ? list(partitions, OffsetSpec.forTimestamp(time.at().toEpochMilli()))
                : open;
    }

    /** Where no record is that new the broker gives no offset. */
    private static long found(Map<TopicPartition, Long> offsets, TopicPartition partition, long end) {
        long offset = offsets.getOrDefault(partition, -1L);
        return offset < 0 ? end : Math.min(offset, end);
    }

    private Map<TopicPartition, Long> list(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> listed = admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)))
                .all()
                .get();
        return listed.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }
}

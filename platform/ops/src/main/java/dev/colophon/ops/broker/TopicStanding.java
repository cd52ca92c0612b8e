package dev.colophon.ops.broker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic and who reads it.
 *
 * @param records between the first and the last offset: on a compacted topic more than there are
 * @param retentionMs null where records are not deleted by age
 * @param eventsPerSecond written between two looks
 * @param deviations from what is declared for it
 */
public record TopicStanding(
        String name,
        int partitions,
        long records,
        @Nullable Long retentionMs,
        @Nullable String cleanupPolicy,
        @Nullable Double eventsPerSecond,
        List<String> deviations,
        List<ConsumerStanding> consumers) {}

package dev.colophon.ops.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions ended at a moment; two of them give rates.
 *
 * @param nanos of a clock that only ever goes forward
 */
record Ends(long nanos, Map<TopicPartition, Long> offsets) {

    private static final Duration SHORTEST = Duration.ofMillis(800);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    Ends {
        offsets = Map.copyOf(offsets);
    }

    /** Whether a rate from here to {@code nanos} would say something about now. */
    boolean isUsableAt(long later) {
        long passed = later - nanos;
        return passed >= SHORTEST.toNanos() && passed <= LONGEST.toNanos();
    }

    /** Records a second by topic, written from here to {@code later}. */
    Map<String, Double> ratesUntil(Ends later) {
        double seconds = (later.nanos() - nanos) / 1e9;
        Map<String, Double> rates = new HashMap<>();
        later.offsets().forEach((partition, end) -> {
            Long before = offsets.get(partition);
            double written = before == null ? 0 : Math.max(0, end - before);
            rates.merge(partition.topic(), seconds <= 0 ? 0 : written / seconds, Double::sum);
        });
        return rates;
    }

    /** What a group has not acknowledged in a partition; where it never has, all that is there. */
    static long lag(@Nullable Long committed, long begin, long end) {
        return Math.max(0, end - Math.max(begin, committed == null ? begin : committed));
    }
}

package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay as it stands. Counts are of the present pass over its range: a run that may be paid for goes over it twice.
 *
 * @param request as asked for
 * @param maxPerSecond as it is by now
 * @param maxCost as it is by now
 * @param counts of events
 * @param spent out of what was set aside, in US dollars, as last heard
 */
public record Replay(
        UUID id,
        ReplayRequest request,
        ReplayStatus status,
        Phase phase,
        String requestedBy,
        @Nullable Integer maxPerSecond,
        @Nullable BigDecimal maxCost,
        @Nullable Pause pause,
        @Nullable Estimate estimate,
        Counts counts,
        List<PartitionRange> partitions,
        BigDecimal spent,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    /** What is being done, or would be were it not paused. */
    public enum Phase {
        ESTIMATE,
        PRICE,
        RUN
    }

    /**
     * @param read all records of the range, whoever's
     * @param matched events that passed the filters
     * @param unchanged events of which nothing was left to do
     * @param failed records that cannot be read, and events that could not be handled
     * @param busyMillis spent on reading and handling
     */
    public record Counts(long read, long matched, long unchanged, long failed, long busyMillis) {}

    public boolean isRead() {
        return partitions.stream().allMatch(PartitionRange::isRead);
    }

    /** Offsets in the range; a compacted topic holds fewer records. */
    public long length() {
        return partitions.stream().mapToLong(PartitionRange::length).sum();
    }

    /** From 0 to 1. */
    public double share() {
        long length = length();
        long done = partitions.stream().mapToLong(PartitionRange::done).sum();
        return length == 0 ? 1 : (double) done / length;
    }

    /** Offsets that are still to be read. */
    public long behind() {
        return partitions.stream()
                .mapToLong(range -> range.length() - range.done())
                .sum();
    }

    /** Records read in a second of work; nought before the first. */
    public double perSecond() {
        return counts.busyMillis() == 0 ? 0 : counts.read() * 1_000.0 / counts.busyMillis();
    }
}

package dev.colophon.messaging.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fixes the range of a replay by what the broker holds. */
final class Ranges {

    /**
     * What the broker says of a partition.
     *
     * @param beginning the oldest offset that it still has
     * @param end the offset that comes next
     * @param from of the first record that is not older than where the range begins, where that is a time
     * @param to likewise for the end
     */
    record Offsets(long beginning, long end, long from, long to) {}

    private Ranges() {}

    /** @throws RefusedReplayException for partitions that are not there, and for ends before their beginnings */
    static List<PartitionRange> fix(Bound from, Bound to, Map<Integer, Offsets> held) {
        checkPartitions("from", from, held);
        checkPartitions("to", to, held);
        List<PartitionRange> ranges = new ArrayList<>();
        new TreeMap<>(held).forEach((partition, offsets) -> {
            if (names(from, partition) && names(to, partition)) {
                ranges.add(range(partition, from, to, offsets));
            }
        });
        return ranges;
    }

    private static PartitionRange range(int partition, Bound from, Bound to, Offsets held) {
        long first = within(held, offset(from, partition, held.beginning(), held.from()));
        long last = within(held, offset(to, partition, held.end(), held.to()));
        if (first > last && (from instanceof Bound.Offsets || to instanceof Bound.Offsets)) {
            throw new RefusedReplayException("to", "partition " + partition + " ends before it begins");
        }
        return new PartitionRange(partition, first, Math.max(first, last), first);
    }

    private static long within(Offsets held, long offset) {
        return Math.max(held.beginning(), Math.min(held.end(), offset));
    }

    private static long offset(Bound bound, int partition, long open, long byTime) {
        if (bound instanceof Bound.Offsets offsets) {
            return offsets.byPartition().getOrDefault(partition, open);
        }
        return bound instanceof Bound.Time ? byTime : open;
    }

    private static boolean names(Bound bound, int partition) {
        return !(bound instanceof Bound.Offsets offsets)
                || offsets.byPartition().containsKey(partition);
    }

    private static void checkPartitions(String field, Bound bound, Map<Integer, Offsets> held) {
        if (bound instanceof Bound.Offsets offsets) {
            offsets.byPartition().keySet().stream()
                    .filter(partition -> !held.containsKey(partition))
                    .sorted()
                    .findFirst()
                    .ifPresent(partition -> {
                        throw new RefusedReplayException(
                                field, "there is no partition " + partition + ", only 0 to " + (held.size() - 1));
                    });
        }
    }
}

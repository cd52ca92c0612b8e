package dev.colophon.messaging.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read at once, partition by partition.
 *
 * @param entries those that passed the filters, in the order they were read
 * @param ends where each partition stands after it, in the order they were read
 * @param records how many were read, those passed over included
 */
record Batch(List<Entry> entries, Map<Integer, Long> ends, int records) {

    /** Where the partitions stand after the first {@code count} entries. */
    Map<Integer, Long> positionsAfter(int count) {
        if (count >= entries.size()) {
            return ends;
        }
        Map<Integer, Long> positions = new LinkedHashMap<>();
        if (count == 0) {
            return positions;
        }
        Entry last = entries.get(count - 1);
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            if (end.getKey() == last.partition()) {
                positions.put(last.partition(), last.offset() + 1);
                return positions;
            }
            positions.put(end.getKey(), end.getValue());
        }
        throw new IllegalStateException("an entry of a partition that was not read");
    }

    /** How many records were read with the entries from one to another; those behind the last go with it. */
    int recordsBetween(int from, int to) {
        int before = from == 0 ? 0 : entries.get(from - 1).number();
        return (to >= entries.size() ? records : entries.get(to - 1).number()) - before;
    }
}

package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTests {

    /** Partition 4: offsets 10 to 14, of which 11 passed; partition 2: 7 to 9, of which 7 and 8 passed; 5 has a gap. */
    private final Batch batch = new Batch(List.of(entry(4, 11, 2), entry(2, 7, 6), entry(2, 8, 7)), ends(), 8);

    @Test
    void standsBehindTheLastOfSomeEntries() {
        assertThat(batch.positionsAfter(0)).isEmpty();
        assertThat(batch.positionsAfter(1)).isEqualTo(Map.of(4, 12L));
        assertThat(batch.positionsAfter(2)).isEqualTo(Map.of(4, 15L, 2, 8L));
        assertThat(batch.positionsAfter(3)).isEqualTo(ends());
    }

    @Test
    void countsRecordsThatWerePassedOverWithTheNextEntry() {
        assertThat(batch.recordsBetween(0, 1)).isEqualTo(2);
        assertThat(batch.recordsBetween(1, 2)).isEqualTo(4);
        assertThat(batch.recordsBetween(0, 3)).isEqualTo(8);
        assertThat(batch.recordsBetween(2, 3)).isEqualTo(2);
    }

    @Test
    void movesOnWhereNothingPassed() {
        Batch nothing = new Batch(List.of(), ends(), 8);
        assertThat(nothing.positionsAfter(0)).isEqualTo(ends());
        assertThat(nothing.recordsBetween(0, 0)).isEqualTo(8);
    }

    private static Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new LinkedHashMap<>();
        ends.put(4, 15L);
        ends.put(2, 10L);
        ends.put(5, 99L);
        return ends;
    }

    private static Entry entry(int partition, long offset, int number) {
        return new Entry(partition, offset, number, null, null);
    }
}

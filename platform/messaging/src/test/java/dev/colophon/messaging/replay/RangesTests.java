package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangesTests {

    private static final Instant TIME = Instant.parse("2026-11-21T00:00:00Z");
    private final Map<Integer, Ranges.Offsets> held =
            Map.of(0, new Ranges.Offsets(10, 100, 40, 60), 1, new Ranges.Offsets(0, 5, 5, 5));

    @Test
    void takesAllThatTheBrokerHoldsWhereNothingElseIsAsked() {
        assertThat(Ranges.fix(Bound.OPEN, Bound.OPEN, held))
                .containsExactly(new PartitionRange(0, 10, 100, 10), new PartitionRange(1, 0, 5, 0));
    }

    @Test
    void takesWhatLiesBetweenTwoTimes() {
        assertThat(Ranges.fix(new Bound.Time(TIME), new Bound.Time(TIME), held))
                .containsExactly(new PartitionRange(0, 40, 60, 40), new PartitionRange(1, 5, 5, 5));
    }

    @Test
    void leavesOutPartitionsThatAreNotNamed() {
        assertThat(Ranges.fix(new Bound.Offsets(Map.of(0, 20L)), Bound.OPEN, held))
                .containsExactly(new PartitionRange(0, 20, 100, 20));
        assertThat(Ranges.fix(new Bound.Offsets(Map.of(0, 20L)), new Bound.Offsets(Map.of(1, 3L)), held))
                .isEmpty();
    }

    @Test
    void beginsAtTheBeginningWhereCompactionTookWhatCameBefore() {
        assertThat(Ranges.fix(new Bound.Offsets(Map.of(0, 3L)), new Bound.Offsets(Map.of(0, 1_000L)), held))
                .containsExactly(new PartitionRange(0, 10, 100, 10));
    }

    @Test
    void refusesPartitionsThatAreNotThere() {
        assertThatThrownBy(() -> Ranges.fix(Bound.OPEN, new Bound.Offsets(Map.of(7, 1L)), held))
                .isInstanceOfSatisfying(RefusedReplayException.class, refusal -> assertThat(refusal.field())
                        .isEqualTo("to"))
                .hasMessage("there is no partition 7, only 0 to 1");
    }

    @Test
    void refusesAnEndBeforeTheBeginning() {
        assertThatThrownBy(() -> Ranges.fix(new Bound.Offsets(Map.of(0, 50L)), new Bound.Offsets(Map.of(0, 20L)), held))
                .isInstanceOf(RefusedReplayException.class);
    }
}

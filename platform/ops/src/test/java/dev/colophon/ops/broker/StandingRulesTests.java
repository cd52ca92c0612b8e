package dev.colophon.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingRulesTests {

    private static final TopicPartition FIRST = new TopicPartition("colophon.items", 0);
    private static final TopicPartition SECOND = new TopicPartition("colophon.items", 1);

    @Test
    void countsWhatWasWrittenBetweenTwoLooks() {
        Ends before = new Ends(0, Map.of(FIRST, 100L, SECOND, 50L));
        Ends after = new Ends(Duration.ofSeconds(2).toNanos(), Map.of(FIRST, 140L, SECOND, 50L));

        assertThat(before.ratesUntil(after)).containsExactly(Map.entry("colophon.items", 20.0));
    }

    @Test
    void countsNothingForPartitionsThatAreNewOrWereMadeAnew() {
        Ends before = new Ends(0, Map.of(FIRST, 100L));
        Ends after = new Ends(Duration.ofSeconds(1).toNanos(), Map.of(FIRST, 3L, SECOND, 50L));

        assertThat(before.ratesUntil(after)).containsExactly(Map.entry("colophon.items", 0.0));
        assertThat(before.ratesUntil(before)).containsExactly(Map.entry("colophon.items", 0.0));
    }

    @Test
    void comparesWithALookThatIsNeitherTooFreshNorTooOld() {
        Ends look = new Ends(0, Map.of());

        assertThat(look.isUsableAt(Duration.ofMillis(100).toNanos())).isFalse();
        assertThat(look.isUsableAt(Duration.ofSeconds(15).toNanos())).isTrue();
        assertThat(look.isUsableAt(Duration.ofMinutes(10).toNanos())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"40, 10, 100, 60", ", 10, 100, 90", "4, 10, 100, 90", "120, 10, 100, 0", "100, 10, 100, 0"})
    void countsWhatAGroupHasNotAcknowledged(Long committed, long begin, long end, long lag) {
        assertThat(Ends.lag(committed, begin, end)).isEqualTo(lag);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata-service, true, service",
        "embedding-service-dead-letters, true, dead_letters",
        "somebody-dead-letters, true, other",
        "console-consumer-1, true, other",
        "gateway-live-1c5f, false, other",
    })
    void tellsGroupsApart(String group, boolean watched, String kind) {
        assertThat(ConsumerKind.isWatched(group)).isEqualTo(watched);
        assertThat(ConsumerKind.of(group)).isEqualTo(kind);
    }
}

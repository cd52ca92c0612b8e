package dev.colophon.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTests {

    private final Pace pace = new Pace();

    @Test
    void saysNothingBeforeSomethingHasMoved() {
        assertThat(pace.at(0, 100, seconds(0))).isEmpty();
        assertThat(pace.at(0, 100, seconds(5))).isEmpty();
    }

    @Test
    void saysRateAndTimeLeft() {
        pace.at(0, 1_000, seconds(0));

        assertThat(pace.at(200, 1_000, seconds(10))).isEqualTo(", 20/s, 40 s left");
        assertThat(pace.at(1_000, 1_000, seconds(20))).isEqualTo(", 50/s");
    }

    @Test
    void forgetsHowFastItWasLongAgo() {
        pace.at(0, 10_000, seconds(0));
        pace.at(5_000, 10_000, seconds(10));
        pace.at(5_010, 10_000, seconds(30));

        assertThat(pace.at(5_050, 10_000, seconds(50))).isEqualTo(", 2.0/s, 41 min 15 s left");
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1 s", "59, 59 s", "125, 2 min 5 s", "12000, 3 h 20 min", "190000, 2 d 4 h"})
    void writesSpansInTheirTwoLargestUnits(double seconds, String text) {
        assertThat(Cells.span(JsonNodeFactory.instance.numberNode(seconds))).isEqualTo(text);
        assertThat(Cells.span(JsonNodeFactory.instance.nullNode())).isEqualTo("-");
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}

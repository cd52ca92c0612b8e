package dev.colophon.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettlingTests {

    private final Settling settling = new Settling(Duration.ofSeconds(5));

    @Test
    void settlesWhenNothingHasChangedForTheWholeCalm() {
        assertThat(settling.settled("a", second(0))).isFalse();
        assertThat(settling.settled("a", second(4))).isFalse();
        assertThat(settling.settled("a", second(5))).isTrue();
    }

    @Test
    void beginsAnewWithEveryChange() {
        settling.settled("a", second(0));

        assertThat(settling.settled("b", second(5))).isFalse();
        assertThat(settling.settled("b", second(9))).isFalse();
        assertThat(settling.settled("b", second(10))).isTrue();
    }

    private static Instant second(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}

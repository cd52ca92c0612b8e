package dev.colophon.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

    @Test
    void doublesTheWaitUpToTheLongest() {
        assertThat(IntStream.of(1, 2, 3, 5, 6, 7, 1_000).mapToObj(backoff::after))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 16L, 30L, 30L, 30L);
    }

    @Test
    void countsDeathsInARowAndForgivesALongRun() {
        assertThat(backoff.deaths(3, Duration.ofSeconds(59))).isEqualTo(4);
        assertThat(backoff.deaths(3, Duration.ofSeconds(60))).isEqualTo(1);
    }
}

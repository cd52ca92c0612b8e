package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSizeTests {

    private static final long MB = 1L << 20;

    private long left = 10_000 * MB;
    private final BatchSize size = new BatchSize(5, 100, 2 * MB, () -> left, Duration.ofSeconds(1));

    @Test
    void takesHalfOfTheMemoryThatIsLeftAtMost() {
        assertThat(size.next().chunks()).isEqualTo(100);
        left = 120 * MB;
        assertThat(size.next().chunks()).isEqualTo(30);
        left = 0;
        assertThat(size.next().chunks()).isEqualTo(5);
    }

    @Test
    void followsTheSpeedThatWasMeasured() {
        size.took(64, 6_400, Duration.ofMillis(640));
        assertThat(size.next().tokens()).isEqualTo(10_000);
        size.took(3, 300, Duration.ofSeconds(9));
        assertThat(size.next().tokens()).isEqualTo(10_000);
        IntStream.range(0, 20).forEach(i -> size.took(100, 25_000, Duration.ofSeconds(1)));
        assertThat(size.next().tokens()).isBetween(24_900L, 25_000L);
    }
}

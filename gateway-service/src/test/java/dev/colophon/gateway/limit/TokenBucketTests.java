package dev.colophon.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TokenBucket bucket = new TokenBucket(10, 20, 0);

    @Test
    void letsABurstThroughAndThenNoMore() {
        assertThat(taken(30, 0)).isEqualTo(20);

        assertThat(bucket.take(0).untilNext()).isEqualTo(Duration.ofMillis(100));
        assertThat(bucket.take(0).remaining()).isZero();
    }

    @Test
    void refillsSteadily() {
        taken(20, 0);

        assertThat(taken(30, SECOND / 2)).isEqualTo(5);
        assertThat(taken(30, SECOND)).isEqualTo(5);
    }

    @Test
    void neverHoldsMoreThanABurst() {
        taken(20, 0);

        assertThat(taken(100, 1_000 * SECOND)).isEqualTo(20);
    }

    @Test
    void takesNothingByLooking() {
        assertThat(bucket.look(0).remaining()).isEqualTo(20);
        assertThat(bucket.look(0).remaining()).isEqualTo(20);
    }

    @Test
    void bearsAClockThatStepsBack() {
        taken(20, SECOND);

        assertThat(bucket.take(0).allowed()).isFalse();
        assertThat(bucket.take(2 * SECOND).allowed()).isTrue();
    }

    private long taken(int tries, long now) {
        return IntStream.range(0, tries)
                .filter(attempt -> bucket.take(now).allowed())
                .count();
    }
}

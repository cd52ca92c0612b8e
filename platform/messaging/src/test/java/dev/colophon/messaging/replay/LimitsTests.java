package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTests {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void letsThroughNoMoreThanTheRate() {
        RateLimit limit = new RateLimit(nanos::get);
        long through = 0;
        for (int millis = 0; millis < 10_000; millis += 10) {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            int allowed = limit.allowed(50, 7);
            limit.take(allowed);
            through += allowed;
        }
        assertThat(through).isBetween(490L, 513L);
    }

    @Test
    void catchesUpOnNoPause() {
        RateLimit limit = new RateLimit(nanos::get);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(limit.allowed(100, 1_000)).isEqualTo(25);
        assertThat(limit.allowed(null, 1_000)).isEqualTo(1_000);
    }

    @Test
    void letsASlowRateThroughOneByOne() {
        RateLimit limit = new RateLimit(nanos::get);
        assertThat(limit.allowed(1, 10)).isZero();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(limit.allowed(1, 10)).isEqualTo(1);
    }

    @Test
    void findsTheBatchThatTakesAboutAsLongAsLiveEventsMayWait() {
        BatchSize size = new BatchSize();
        for (int i = 0; i < 10; i++) {
            size.took(size.events(), Duration.ofMillis(10), Duration.ofMillis(200));
        }
        assertThat(size.events()).isEqualTo(5_000);
        for (int i = 0; i < 20; i++) {
            size.took(size.events(), Duration.ofMillis(size.events() * 2L), Duration.ofMillis(200));
        }
        assertThat(size.events()).isBetween(75, 150);
        for (int i = 0; i < 20; i++) {
            size.took(size.events(), Duration.ofMillis(size.events() * 2L), Duration.ofMillis(50));
        }
        assertThat(size.events()).isBetween(20, 38);
    }

    @Test
    void splitsACapByWhatClientsMayCost() {
        UUID a = UUID.randomUUID();
        UUID b = UUID.randomUUID();
        Map<UUID, BigDecimal> worst = new LinkedHashMap<>();
        worst.put(a, new BigDecimal("1"));
        worst.put(b, new BigDecimal("2"));

        Map<UUID, BigDecimal> shares = CapShares.of(new BigDecimal("10"), worst);

        assertThat(shares.get(a)).isEqualByComparingTo("3.3333333333");
        assertThat(shares.get(a).add(shares.get(b))).isEqualByComparingTo("10");
    }

    @Test
    void splitsEquallyWhereNothingHasAPrice() {
        Map<UUID, BigDecimal> worst = new LinkedHashMap<>();
        worst.put(UUID.randomUUID(), BigDecimal.ZERO);
        worst.put(UUID.randomUUID(), BigDecimal.ZERO);

        assertThat(CapShares.of(BigDecimal.TEN, worst).values())
                .allSatisfy(share -> assertThat(share).isEqualByComparingTo("5"));
        assertThat(CapShares.of(BigDecimal.TEN, Map.of())).isEmpty();
    }
}

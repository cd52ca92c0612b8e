package dev.colophon.etl.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.of(" 120 ", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 12:00:30 GMT", NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void staysBetweenNothingAndADay() {
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.of("99999999", NOW)).contains(Duration.ofDays(1));
    }

    @Test
    void knowsNothingElse() {
        assertThat(RetryAfter.of("soon", NOW)).isEmpty();
        assertThat(RetryAfter.of("", NOW)).isEmpty();
        assertThat(RetryAfter.of("-5", NOW)).isEmpty();
        assertThat(RetryAfter.of("99999999999999999999", NOW)).isEmpty();
    }
}

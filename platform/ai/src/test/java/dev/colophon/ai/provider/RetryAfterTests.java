package dev.colophon.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryAfterTests {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void readsSecondsMillisecondsAndDates() {
        assertThat(of("Retry-After", "17")).isEqualTo(Duration.ofSeconds(17));
        assertThat(of("retry-after-ms", "1500")).isEqualTo(Duration.ofMillis(1500));
        assertThat(of("Retry-After", "Sat, 21 Nov 2026 12:00:30 GMT")).isEqualTo(Duration.ofSeconds(30));
        assertThat(of("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT")).isEqualTo(Duration.ZERO);
    }

    @Test
    void readsTheDelayInAGoogleError() {
        String body = "{\"error\":{\"details\":[{\"retryDelay\": \"34.5s\"}]}}";

        assertThat(RetryAfter.of(headers(Map.of()), body, NOON)).isEqualTo(Duration.ofMillis(34_500));
    }

    @Test
    void waitsForNoMoreThanADay() {
        assertThat(of("Retry-After", "999999999")).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void ignoresWhatItCannotRead() {
        assertThat(of("Retry-After", "soon")).isNull();
        assertThat(of("Retry-After", "-3")).isNull();
        assertThat(RetryAfter.of(headers(Map.of()), "", NOON)).isNull();
    }

    private static Duration of(String header, String value) {
        return RetryAfter.of(headers(Map.of(header, List.of(value))), "", NOON);
    }

    private static HttpHeaders headers(Map<String, List<String>> headers) {
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}

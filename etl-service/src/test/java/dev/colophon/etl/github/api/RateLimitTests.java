package dev.colophon.etl.github.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.testing.SharedData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLimitTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String RESET = String.valueOf(NOW.plusSeconds(90).getEpochSecond());

    @Test
    void prefersRetryAfterToTheReset() {
        RateLimit limit =
                limit(403, "", Map.of("Retry-After", "7", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", RESET));

        assertThat(limit.pause()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void prefersTheResetToTheMessage() {
        RateLimit limit =
                limit(403, "secondary rate limit", Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", RESET));

        assertThat(limit.pause()).isEqualTo(Duration.ofSeconds(91));
        assertThat(limit.reason()).isEqualTo("GitHub's rate limit");
    }

    @Test
    void waitsLongerEachTimeWhereNobodySaysHowLong() {
        RateLimit limit =
                limit(403, "You have exceeded a secondary rate limit.", Map.of("X-RateLimit-Remaining", "17"));

        assertThat(List.of(0, 1, 2))
                .map(before -> limit.pauseAfter(before, Duration.ofSeconds(60)))
                .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(240));
    }

    @Test
    void takesAMissingRightForNoLimit() {
        assertThat(of(403, "Resource not accessible by integration", Map.of("X-RateLimit-Remaining", "17")))
                .isEmpty();
        assertThat(of(404, "secondary rate limit", Map.of("Retry-After", "7"))).isEmpty();
        assertThat(of(502, "", Map.of())).isEmpty();
    }

    @Test
    void neverWaitsForTimesThatArePast() {
        assertThat(limit(429, "", Map.of("Retry-After", "Sat, 21 Nov 2026 11:59:00 GMT"))
                        .pause())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(limit(503, "", Map.of("Retry-After", "0")).pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(limit(429, "", Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "soon"))
                        .pause())
                .isNull();
        assertThat(limit(429, "", Map.of("Retry-After", "99999999999999999999")).pause())
                .isNull();
    }

    @Test
    void countsFromTheAnswersOwnTime() {
        String date = "Sat, 21 Nov 2026 11:00:00 GMT";
        String reset = String.valueOf(NOW.minus(Duration.ofMinutes(59)).getEpochSecond());

        assertThat(limit(403, "", Map.of("Date", date, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset))
                        .pause())
                .isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void understandsTheRecordedErrors() throws Exception {
        JsonNode recorded = new JsonMapper()
                .readTree(SharedData.require("github/rest/errors.json").toFile());
        List<@Nullable Object> pauses = new ArrayList<>();
        for (JsonNode exchange : recorded) {
            JsonNode response = exchange.path("response");
            Map<String, String> headers = new TreeMap<>();
            response.path("headers")
                    .fields()
                    .forEachRemaining(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            Optional<RateLimit> limit = of(
                    response.path("status").asInt(),
                    response.at("/body/message").asText(),
                    headers);
            pauses.add(limit.isEmpty() ? "none" : String.valueOf(limit.get().pause()));
        }

        assertThat(pauses)
                .containsExactly(
                        "null", "PT8S", "PT8S", "null", "null", "PT30S", "none", "none", "none", "none", "none",
                        "none");
    }

    private static RateLimit limit(int status, String message, Map<String, String> headers) {
        return of(status, message, headers).orElseThrow();
    }

    private static Optional<RateLimit> of(int status, String message, Map<String, String> headers) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return RateLimit.of(status, name -> Optional.ofNullable(byName.get(name)), message, NOW);
    }
}

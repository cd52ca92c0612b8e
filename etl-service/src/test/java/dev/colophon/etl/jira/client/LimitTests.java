package dev.colophon.etl.jira.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");

    @Test
    void leavesAloneWhatIsNoRefusalForNow() {
        assertThat(limit(200, Map.of("x-ratelimit-nearlimit", "true"), null, 0)).isEmpty();
        assertThat(limit(403, Map.of(), Duration.ofSeconds(3), 0)).isEmpty();
        assertThat(limit(503, Map.of(), null, 0)).isEmpty();
    }

    @Test
    void trustsRetryAfterFirst() {
        Map<String, String> headers =
                Map.of("ratelimit-reason", "jira-quota-global-based", "x-ratelimit-reset", "2026-11-21T13:00Z");

        assertThat(limit(429, headers, Duration.ofSeconds(40), 0)).hasValueSatisfying(limit -> {
            assertThat(limit.pause()).isEqualTo(Duration.ofSeconds(40));
            assertThat(limit.scope()).isEqualTo(Limit.Scope.TENANT);
        });
        assertThat(limit(429, headers, null, 0))
                .hasValueSatisfying(limit -> assertThat(limit.pause()).isEqualTo(Duration.ofSeconds(59 * 60 + 30)));
    }

    @Test
    void pausesByReason() {
        assertThat(limit(429, Map.of("ratelimit-reason", "jira-burst-based"), Duration.ofSeconds(2), 0))
                .map(Limit::scope)
                .contains(Limit.Scope.ENDPOINT);
        assertThat(limit(429, Map.of("ratelimit-reason", "jira-per-issue-on-write"), null, 0))
                .map(Limit::scope)
                .contains(Limit.Scope.ENDPOINT);
        assertThat(limit(429, Map.of("ratelimit-reason", "jira-quota-tenant-based"), null, 0))
                .map(Limit::scope)
                .contains(Limit.Scope.TENANT);
        assertThat(limit(429, Map.of("x-ratelimit-fillrate", "1", "x-ratelimit-interval-seconds", "9"), null, 0))
                .contains(
                        new Limit(Limit.Scope.TENANT, Duration.ofSeconds(9), "the user's requests are used up (429)"));
        assertThat(limit(503, Map.of(), Duration.ZERO, 0)).map(Limit::pause).contains(Duration.ofSeconds(1));
    }

    @Test
    void guessesGrowingPausesWhereNothingIsSaid() {
        assertThat(limit(429, Map.of(), null, 0)).map(Limit::pause).contains(Duration.ofSeconds(5));
        assertThat(limit(429, Map.of(), null, 3)).map(Limit::pause).contains(Duration.ofSeconds(40));
        assertThat(limit(429, Map.of(), null, 500)).map(Limit::pause).contains(Duration.ofMinutes(5));
        assertThat(limit(429, Map.of("ratelimit-reason", "jira-quota-x", "x-ratelimit-reset", "soon"), null, 0))
                .map(Limit::pause)
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void seesALimitComing() {
        assertThat(near(Map.of("x-ratelimit-nearlimit", "true"))).isTrue();
        assertThat(near(Map.of("x-ratelimit-fillrate", "1", "x-ratelimit-remaining", "0")))
                .isTrue();
        assertThat(near(Map.of("x-ratelimit-remaining", "0"))).isFalse();
        assertThat(near(Map.of())).isFalse();
    }

    private static boolean near(Map<String, String> headers) {
        return Limit.near(name -> Optional.ofNullable(headers.get(name)));
    }

    private static Optional<Limit> limit(int status, Map<String, String> headers, Duration retryAfter, int refusals) {
        return Limit.of(
                status, name -> Optional.ofNullable(headers.get(name)), Optional.ofNullable(retryAfter), NOW, refusals);
    }
}

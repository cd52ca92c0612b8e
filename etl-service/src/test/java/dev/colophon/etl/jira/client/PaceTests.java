package dev.colophon.etl.jira.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTests {

    private final List<Duration> slept = new ArrayList<>();
    private final Pace pace = new Pace(Clock.fixed(Instant.EPOCH.plusSeconds(60), ZoneOffset.UTC), slept::add);

    @Test
    void slowsOneKindOfCallOnly() throws Exception {
        pace.slower("search");
        for (int i = 0; i < 3; i++) {
            pace.await("search");
            pace.await("comments");
        }

        assertThat(slept).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
    }

    @Test
    void doublesUpToALimitAndRecovers() throws Exception {
        for (int i = 0; i < 20; i++) {
            pace.slower("search");
        }
        assertThat(pace.gap("search")).isEqualTo(Duration.ofSeconds(10));

        for (int i = 0; i < 20 * 8; i++) {
            pace.good("search");
        }
        assertThat(pace.gap("search")).isEqualTo(Duration.ZERO);
        pace.await("search");
        assertThat(slept).isEmpty();
    }

    @Test
    void slowsALittleBeforeALimit() {
        for (int i = 0; i < 20; i++) {
            pace.careful("search");
        }

        assertThat(pace.gap("search")).isEqualTo(Duration.ofSeconds(1));
    }
}

package dev.colophon.etl.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SyncPropertiesTests {

    private final SyncProperties settings = new SyncProperties(
            4, 100, Duration.ofSeconds(20), Duration.ofMillis(500), 6, Duration.ofSeconds(5), Duration.ofDays(90));

    @Test
    void waitsLongerAfterEachFailureButNeverMoreThanAnHour() {
        assertThat(settings.pauseAfter(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.pauseAfter(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.pauseAfter(5)).isEqualTo(Duration.ofSeconds(1280));
        assertThat(settings.pauseAfter(50)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void beatsOftenEnoughToKeepTheLeaseAndToHearOfACancellationSoon() {
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(2));
    }
}

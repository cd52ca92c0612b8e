package dev.colophon.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTests {

    private final When when = new When(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00+01:00, 2026-11-20T09:00:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "30m, 2026-11-21T11:30:00Z",
        "6H, 2026-11-21T06:00:00Z",
        "7d, 2026-11-14T12:00:00Z"
    })
    void readsATimeInEachOfItsForms(String text, String instant) {
        assertThat(when.convert(text)).isEqualTo(instant);
    }

    @Test
    void saysHowATimeIsWritten() {
        assertThatThrownBy(() -> when.convert("2026-13-01")).hasMessageContaining("'2026-13-01' is no time");
        assertThatThrownBy(() -> when.convert("2026-11-20T10:00:00")).hasMessageContaining("2026-11-21T10:00:00Z");
    }
}

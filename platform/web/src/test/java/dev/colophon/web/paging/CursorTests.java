package dev.colophon.web.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colophon.web.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    @Test
    void givesBackItsKey() {
        UUID id = UUID.randomUUID();
        Instant time = Instant.parse("2026-01-31T12:00:00.123456Z");

        Cursor read = Cursor.decode(Cursor.of(time, id, "").encoded());

        assertThat(read.instant(0)).isEqualTo(time);
        assertThat(read.uuid(1)).isEqualTo(id);
        assertThat(read.text(2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "***", "AA", "===="})
    void refusesWhatNoPageGaveOut(String text) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Cursor.decode(text));
    }

    @Test
    void refusesAKeyOfAnotherList() {
        Cursor other = Cursor.of("name");

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> other.uuid(0));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> other.instant(0));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> other.text(1));
    }
}

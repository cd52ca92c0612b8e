package dev.colophon.etl.jira.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiraTimesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2007-11-02T12:21:58.000-0400",
                "2007-11-02T12:21:58-04:00",
                "2007-11-02T16:21:58.0Z",
                "2007-11-02T16:21:58.000000+0000"
            })
    void readsOffsetsWithAndWithoutAColon(String time) {
        assertThat(JiraTimes.of(time)).isEqualTo(Instant.parse("2007-11-02T16:21:58Z"));
    }

    @Test
    void keepsMicroseconds() {
        assertThat(JiraTimes.of("2007-11-02T16:21:58.123456Z")).isEqualTo(Instant.parse("2007-11-02T16:21:58.123456Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2007-11-02", "2007-11-02T16:21:58", "2007-13-02T16:21:58Z", "soon"})
    void takesNothingElseForATime(String text) {
        assertThat(JiraTimes.of(text)).isNull();
    }
}

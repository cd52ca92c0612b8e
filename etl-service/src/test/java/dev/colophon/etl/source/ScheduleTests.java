package dev.colophon.etl.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void repeatsAnIntervalAfterEachRun() throws Exception {
        assertThat(schedule("\"PT90M\"").untilNext(Instant.EPOCH)).isEqualTo(Duration.ofMinutes(90));
        assertThat(JSON.writeValueAsString(schedule("\"PT90M\""))).isEqualTo("\"PT1H30M\"");
    }

    @Test
    void meansCronInItsZone() throws Exception {
        Schedule daily = schedule("{\"cron\": \"30 6 * * 1-5\", \"zone\": \"Europe/Berlin\"}");

        // a Saturday: Monday 06:30 in Berlin is 05:30 UTC in winter
        assertThat(daily.untilNext(Instant.parse("2026-11-21T12:00:00Z")))
                .isEqualTo(Duration.ofMinutes(2 * 1440 - 390));
        assertThat(JSON.writeValueAsString(daily)).isEqualTo("{\"cron\":\"30 6 * * 1-5\",\"zone\":\"Europe/Berlin\"}");
    }

    @Test
    void skipsAnHourThatTheClocksSkip() throws Exception {
        Schedule nightly = schedule("{\"cron\": \"30 2 * * *\", \"zone\": \"Europe/Berlin\"}");

        assertThat(nightly.untilNext(Instant.parse("2027-03-28T00:00:00Z"))).isPositive();
    }

    @Test
    void knowsNoScheduleWhereThereIsNone() throws Exception {
        assertThat(Schedule.of(null)).isNull();
        assertThat(Schedule.of(JSON.readTree("null"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"often\"", "\"PT59S\"", "\"P32D\"", "7", "{}", "[]", "{\"cron\": 5}"})
    void refusesWhatIsNoSchedule(String text) {
        assertThatThrownBy(() -> schedule(text)).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                        refused.problem().errors().get(0).field())
                .isEqualTo("schedule"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cron\": \"* * *\"} | schedule.cron",
                "{\"cron\": \"0 0 0 * * *\"} | schedule.cron",
                "{\"cron\": \"0 0 30 2 *\"} | schedule.cron",
                "{\"cron\": \"@daily\", \"zone\": \"Mars/Olympus\"} | schedule.zone",
                "{\"cron\": \"@daily\", \"every\": 1} | schedule.every"
            })
    void namesTheFieldAtFault(String text, String field) {
        assertThatThrownBy(() -> schedule(text.strip()))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                refused.problem().errors().get(0).field())
                        .isEqualTo(field));
    }

    private static Schedule schedule(String text) throws JsonProcessingException {
        return Schedule.of(JSON.readTree(text));
    }
}

package dev.colophon.persistence.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTimingTests {

    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
    private static final Schedule NIGHTLY = Schedule.cron("0 30 2 * * *");
    private static final Schedule EVERY_TEN_MINUTES = Schedule.every(Duration.ofMinutes(10));
    private static final Schedule ON_REQUEST = Schedule.cron("-");

    @Test
    void readsCronInUtcWhateverSummerTimeDoes() {
        assertThat(NIGHTLY.next(Instant.parse("2026-03-29T00:59:59Z"))).isEqualTo("2026-03-29T02:30:00Z");
        assertThat(NIGHTLY.next(Instant.parse("2026-03-29T02:30:00Z"))).isEqualTo("2026-03-30T02:30:00Z");
    }

    @Test
    void saysWhatItIs() {
        assertThat(List.of(NIGHTLY, EVERY_TEN_MINUTES, ON_REQUEST))
                .extracting(Schedule::toString)
                .containsExactly("0 30 2 * * * UTC", "every PT10M", "on request");
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatThrownBy(() -> Schedule.cron("sometimes")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Schedule.every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsAnIntervalFromStartToStart() {
        assertThat(JobTiming.afterRun(EVERY_TEN_MINUTES, NOON, NOON.plusSeconds(60)))
                .isEqualTo("2026-03-29T12:10:00Z");
    }

    @Test
    void makesUpForNoTimeThatPassedDuringARun() {
        assertThat(JobTiming.afterRun(EVERY_TEN_MINUTES, NOON, NOON.plusSeconds(1_500)))
                .isEqualTo("2026-03-29T12:35:00Z");
        assertThat(JobTiming.afterRun(NIGHTLY, NOON, NOON.plus(Duration.ofDays(3))))
                .isEqualTo("2026-04-02T02:30:00Z");
    }

    @Test
    void neverComesBackToWhatIsRunOnRequest() {
        assertThat(JobTiming.afterRun(ON_REQUEST, NOON, NOON)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, 12:01", "2, 12:02", "4, 12:08", "7, 13:00", "500, 13:00"})
    void triesWhatFailedAgainWithGrowingPauses(int failures, String time) {
        assertThat(JobTiming.afterFailure(NIGHTLY, NOON, NOON, failures))
                .isEqualTo(Instant.parse("2026-03-29T" + time + ":00Z"));
    }

    @Test
    void triesWhatFailedAgainNoLaterThanItsNextTime() {
        Schedule often = Schedule.every(Duration.ofSeconds(5));

        assertThat(JobTiming.afterFailure(often, NOON, NOON.plusSeconds(1), 9)).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void plansWhatIsNewOrHasAnotherScheduleOrWasPlannedByAClockThatWasSetBack() {
        assertThat(JobTiming.isOutdated(NIGHTLY, null, NOON)).isTrue();
        assertThat(JobTiming.isOutdated(NIGHTLY, state(EVERY_TEN_MINUTES, NOON), NOON))
                .isTrue();
        assertThat(JobTiming.isOutdated(EVERY_TEN_MINUTES, state(EVERY_TEN_MINUTES, NOON.plusSeconds(3_600)), NOON))
                .isTrue();
        assertThat(JobTiming.isOutdated(EVERY_TEN_MINUTES, state(EVERY_TEN_MINUTES, NOON.plusSeconds(600)), NOON))
                .isFalse();
        assertThat(JobTiming.isOutdated(ON_REQUEST, state(ON_REQUEST, null), NOON))
                .isFalse();
    }

    @Test
    void leavesAMissedTimeWhereItIs() {
        assertThat(JobTiming.isOutdated(NIGHTLY, state(NIGHTLY, NOON.minus(Duration.ofDays(9))), NOON))
                .isFalse();
    }

    @Test
    void restsUntilTheNextTimeAndNoLongerThanAPoll() {
        Duration poll = Duration.ofSeconds(5);

        assertThat(JobTiming.untilNext(List.of(), poll)).isEqualTo(poll);
        assertThat(JobTiming.untilNext(
                        List.of(state(NIGHTLY, NOON.plusSeconds(2)), state(NIGHTLY, NOON.minusSeconds(9))), poll))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(JobTiming.untilNext(List.of(state(ON_REQUEST, null)), poll)).isEqualTo(poll);
    }

    private static JobState state(Schedule schedule, @Nullable Instant due) {
        return new JobState("job", schedule.toString(), due, false, 0, null, NOON, false, NOON);
    }
}

package dev.colophon.persistence.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a job is due again. */
final class JobTiming {

    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private JobTiming() {}

    /** After a run that did not fail; times that passed meanwhile are not made up for. */
    static @Nullable Instant afterRun(Schedule schedule, Instant started, Instant finished) {
        Instant next = schedule.next(started);
        return next == null || next.isAfter(finished) ? next : schedule.next(finished);
    }

    /**
     * After a run that failed: a minute later, then two, four and so on, at most an hour, and at the latest when the next
     * time has come.
     *
     * @param failures in a row, this one included
     */
    static Instant afterFailure(Schedule schedule, Instant started, Instant finished, int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 10);
        Duration pause = FIRST_RETRY.multipliedBy(1L << doublings);
        Instant retry = finished.plus(pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause);
        Instant next = afterRun(schedule, started, finished);
        return next != null && next.isBefore(retry) ? next : retry;
    }

    /** What a job's time should be where it is new, its schedule has changed, or the clock was set back. */
    static boolean isOutdated(Schedule schedule, @Nullable JobState state, Instant now) {
        if (state == null || !state.schedule().equals(schedule.toString())) {
            return true;
        }
        Instant next = schedule.next(now);
        Instant due = state.dueAt();
        return next != null && (due == null || due.isAfter(next));
    }

    /** How long nothing is due of which {@code states} tell, within {@code most}. */
    static Duration untilNext(Iterable<JobState> states, Duration most) {
        Duration pause = most;
        for (JobState state : states) {
            Instant due = state.dueAt();
            Duration wait = due == null || state.isDue() ? most : Duration.between(state.now(), due);
            pause = wait.compareTo(pause) < 0 ? wait : pause;
        }
        return pause.compareTo(Duration.ofMillis(20)) < 0 ? Duration.ofMillis(20) : pause;
    }
}

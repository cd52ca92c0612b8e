package dev.colophon.standalone.process;

import java.time.Duration;

/**
 * Waits between restarts: doubling from the first to the longest, and from the start again after a run that was long
 * enough to call the process healthy.
 *
 * @param first the wait after the first death
 * @param longest never more than this
 * @param forgiven a run at least this long wipes the slate
 */
public record Backoff(Duration first, Duration longest, Duration forgiven) {

    private static final int DOUBLINGS = 20;

    public static final Backoff STANDARD =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

    /** The wait before the start that follows {@code deaths} deaths in a row. */
    public Duration after(int deaths) {
        Duration wait = first.multipliedBy(1L << Math.min(Math.max(deaths - 1, 0), DOUBLINGS));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** How many deaths in a row there are after one more, at the end of a run of {@code length}. */
    public int deaths(int before, Duration length) {
        return length.compareTo(forgiven) >= 0 ? 1 : before + 1;
    }
}

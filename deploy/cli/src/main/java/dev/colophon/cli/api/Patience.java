package dev.colophon.cli.api;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a call is repeated while a stack recovers.
 *
 * @param atMost from the first failure on; zero to give up at once
 * @param told what the wait is for, once for each wait
 */
public record Patience(Duration atMost, Consumer<String> told) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Begins one call. */
    Waiting begin() {
        return new Waiting(System.nanoTime() + atMost.toNanos());
    }

    /** The waits of one call. */
    final class Waiting {

        private final long deadline;
        private boolean silent;

        private Waiting(long deadline) {
            this.deadline = deadline;
        }

        /** Waits as asked and says whether to try again; false when there is no time left. */
        boolean again(Duration asked, String why) {
            Duration pause = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
            if (System.nanoTime() + pause.toNanos() > deadline) {
                return false;
            }
            if (!silent) {
                told.accept(why + "; trying again for up to " + atMost.toSeconds() + " s");
                silent = true;
            }
            try {
                Thread.sleep(Math.max(pause.toMillis(), 200));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}

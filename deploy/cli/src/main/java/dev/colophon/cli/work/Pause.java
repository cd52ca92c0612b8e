package dev.colophon.cli.work;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.time.Duration;

/** The time between two looks. */
final class Pause {

    private Pause() {}

    static void of(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILURE, "interrupted", e);
        }
    }
}

package dev.colophon.etl.jira.client;

import dev.colophon.etl.connector.SourceFailure;
import java.time.Duration;

/** Waits until Jira lets the next call through, or refuses to. */
@FunctionalInterface
public interface Pauses {

    /** For those whom nobody may keep waiting: the work comes again after the pause. */
    Pauses NONE = (pause, reason) -> {
        throw new SourceFailure(reason, true, pause, null);
    };

    /** @throws SourceFailure where the caller does not wait */
    void pause(Duration pause, String reason) throws InterruptedException, SourceFailure;
}

package dev.colophon.etl.jira.client;

import java.time.Duration;

/** Waits without telling anybody. */
@FunctionalInterface
public interface Sleeper {

    void sleep(Duration pause) throws InterruptedException;
}

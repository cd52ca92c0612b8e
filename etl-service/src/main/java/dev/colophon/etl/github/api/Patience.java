package dev.colophon.etl.github.api;

import java.time.Duration;

/** Waits, and says why. */
@FunctionalInterface
public interface Patience {

    void waiting(Duration pause, String reason) throws InterruptedException;
}

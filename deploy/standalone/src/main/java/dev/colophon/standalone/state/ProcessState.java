package dev.colophon.standalone.state;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one process.
 *
 * @param name for example {@code gateway-service}
 * @param pid of the running process, where there is one
 * @param port it listens on, where it listens
 * @param restarts how often it died and was started again
 * @param since when it entered this phase
 * @param message what an operator should know, where there is something
 */
public record ProcessState(
        String name,
        @Nullable Long pid,
        @Nullable Integer port,
        Phase phase,
        int restarts,
        Instant since,
        @Nullable String message) {

    /** A process's life. */
    public enum Phase {
        WAITING,
        STARTING,
        UP,
        UNHEALTHY,
        RESTARTING,
        STOPPING,
        STOPPED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package dev.colophon.messaging.replay;

import java.util.Locale;

/** How a replay stands. */
public enum ReplayStatus {
    /** Finds out what it would take, and what that would cost. */
    ESTIMATING,
    /** A dry run that is over. */
    ESTIMATED,
    RUNNING,
    /** Until somebody resumes it. */
    PAUSED,
    /** All is read, and the work that it caused is done. */
    COMPLETED,
    CANCELLED,
    /** Cannot go on. */
    FAILED;

    /** The name in the API and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no status */
    public static ReplayStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** Whether it goes on by itself. */
    public boolean isActive() {
        return this == ESTIMATING || this == RUNNING;
    }

    /** Whether nothing more comes of it. */
    public boolean isOver() {
        return this == ESTIMATED || this == COMPLETED || this == CANCELLED || this == FAILED;
    }
}

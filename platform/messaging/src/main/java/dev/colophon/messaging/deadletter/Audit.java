package dev.colophon.messaging.deadletter;

import org.jspecify.annotations.Nullable;

/** Who does something about dead letters, and why. */
public record Audit(String by, @Nullable String reason) {

    private static final int LONGEST = 500;

    public Audit {
        reason = reason == null ? null : reason.substring(0, Math.min(reason.length(), LONGEST));
    }
}

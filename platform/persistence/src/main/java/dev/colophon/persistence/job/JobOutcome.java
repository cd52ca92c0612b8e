package dev.colophon.persistence.job;

import java.util.Locale;

/** How a run of a job ended. */
public enum JobOutcome {
    SUCCEEDED,
    FAILED,
    SKIPPED;

    /** As it is stored and shown. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.colophon.messaging.deadletter;

import java.util.Locale;

/** What became of a dead letter. */
public enum DeadLetterState {
    /** Nobody has done anything, or trying it again did not help. */
    WAITING,
    /** It will be tried again as soon as the rate allows. */
    QUEUED,
    REDRIVEN,
    DROPPED;

    /** As it is stored and shown. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

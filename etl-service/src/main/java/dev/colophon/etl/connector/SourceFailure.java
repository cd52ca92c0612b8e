package dev.colophon.etl.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A whole run cannot go on. The message reaches the client: a sentence that a person can act on, without secrets. */
public class SourceFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    @Nullable
    private final Duration retryAfter;

    /**
     * @param retriable try again later, with growing pauses; else the run fails at once
     * @param retryAfter how long the remote asks to be left alone; null lets the number of attempts decide
     */
    public SourceFailure(String message, boolean retriable, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
        this.retryAfter = retryAfter;
    }

    /** What trying again does not mend: wrong credentials, a source that is gone. */
    public static SourceFailure lasting(String message) {
        return new SourceFailure(message, false, null, null);
    }

    /** What may be over in a while. */
    public static SourceFailure passing(String message) {
        return new SourceFailure(message, true, null, null);
    }

    public boolean retriable() {
        return retriable;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}

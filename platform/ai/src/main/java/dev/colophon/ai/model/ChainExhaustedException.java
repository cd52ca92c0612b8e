package dev.colophon.ai.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No provider gave a usable answer and there was no local one. */
public final class ChainExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Attempt> attempts;
    private final boolean retriable;
    private final @Nullable Duration retryAfter;

    ChainExhaustedException(
            String message,
            List<Attempt> attempts,
            boolean retriable,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.attempts = List.copyOf(attempts);
        this.retriable = retriable;
        this.retryAfter = retryAfter;
    }

    /** All attempts in order; they may have cost money. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** Might the same call succeed later? */
    public boolean retriable() {
        return retriable;
    }

    /** When the first provider wants to be asked again, where one said so. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}

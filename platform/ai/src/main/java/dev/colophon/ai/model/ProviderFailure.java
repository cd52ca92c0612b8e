package dev.colophon.ai.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider's failure means for the caller, decided once at the edge by {@link ProviderFailures}. */
final class ProviderFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What may be done about it. */
    enum Kind {
        /** The same call may succeed soon: a server error, a timeout, a lost connection. */
        RETRIABLE,
        /** The provider asked to wait. */
        THROTTLED,
        /** The same call will fail again: a bad key, a bad request, an unreadable or unusable answer. */
        PERMANENT,
        /** Never sent: the circuit is open, the rate or the number of calls at once is used up, the provider is paused. */
        REFUSED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    ProviderFailure(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Said about the provider's health, not about this one call. */
    boolean countsAgainstProvider() {
        return kind == Kind.RETRIABLE || kind == Kind.THROTTLED;
    }
}

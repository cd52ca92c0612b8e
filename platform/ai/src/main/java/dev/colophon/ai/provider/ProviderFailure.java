package dev.colophon.ai.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's failure means for the caller, decided once at the edge by {@link ProviderFailures}. The message is
 * for people and holds no text of the client or of the provider.
 */
public final class ProviderFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What may be done about it. */
    public enum Kind {
        /** The same call may succeed soon: a server error, a timeout, a lost connection. */
        RETRIABLE,
        /** The provider asked to wait. */
        THROTTLED,
        /** The same call will fail again: a bad key, a bad request, an unreadable or unusable answer. */
        PERMANENT,
        /** Never sent: the circuit is open, the rate or the number of calls at once is used up, the provider is paused. */
        REFUSED
    }

    /** How far the call came, which decides whether it may be on the provider's bill. */
    public enum Reach {
        /** It surely never left. */
        NOT_SENT,
        /** The provider answered that it did nothing, or said what it used. */
        ANSWERED,
        /** It was sent, and nothing readable came back: it may have been billed. */
        UNANSWERED
    }

    private final Kind kind;
    private final Reach reach;
    private final @Nullable Duration retryAfter;
    private final @Nullable Integer status;

    public ProviderFailure(
            Kind kind,
            Reach reach,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Integer status,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.reach = reach;
        this.retryAfter = retryAfter;
        this.status = status;
    }

    /** A call that never left, for a reason that may pass. */
    public static ProviderFailure refused(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new ProviderFailure(Kind.REFUSED, Reach.NOT_SENT, message, retryAfter, null, cause);
    }

    /** An answer that began, and did not end in time. */
    public static ProviderFailure tooSlow(Throwable cause) {
        return new ProviderFailure(Kind.RETRIABLE, Reach.UNANSWERED, "answered too slowly", null, null, cause);
    }

    /** An answer that arrived and is of no use; asking again gives the same. */
    public static ProviderFailure unusable(String message, @Nullable Throwable cause) {
        return new ProviderFailure(Kind.PERMANENT, Reach.ANSWERED, message, null, null, cause);
    }

    /** Of the failures of one call, the one that tells what became of it: one that may pass makes it worth repeating. */
    public static ProviderFailure worthier(@Nullable ProviderFailure before, ProviderFailure next) {
        return before != null && before.kind() != Kind.PERMANENT ? before : next;
    }

    public Kind kind() {
        return kind;
    }

    public Reach reach() {
        return reach;
    }

    /** When the provider wants to be asked again, where it said so. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The status of the provider's answer; null without one. */
    public @Nullable Integer status() {
        return status;
    }

    /** Said about the provider's health, not about this one call. */
    public boolean countsAgainstProvider() {
        return kind == Kind.RETRIABLE || kind == Kind.THROTTLED;
    }
}

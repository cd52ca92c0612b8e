package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.spend.Attempt;
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

    static ChainExhaustedException of(Route route, List<Attempt> attempts, @Nullable ProviderFailure failure) {
        Duration pause = route.candidates().stream()
                .flatMap(model -> model.guards().pause().stream())
                .min(Duration::compareTo)
                .orElse(failure == null ? null : failure.retryAfter());
        boolean retriable = failure != null && failure.kind() != ProviderFailure.Kind.PERMANENT;
        String message =
                route.candidates().isEmpty() ? "no language model is configured" : "no language model answered";
        return new ChainExhaustedException(message, attempts, retriable, pause, failure);
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

package dev.colophon.ai.model;

import dev.colophon.ai.model.ProviderFailure.Kind;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Decides, for all providers in one place, whether a failure is retriable; keeps the texts of providers out of messages. */
final class ProviderFailures {

    private static final int DEEPEST = 12;

    private ProviderFailures() {}

    static ProviderFailure of(Throwable failure) {
        if (failure instanceof ProviderFailure mapped) {
            return mapped;
        }
        if (failure instanceof CallNotPermittedException) {
            return new ProviderFailure(Kind.REFUSED, "circuit open", null, failure);
        }
        if (failure instanceof RequestNotPermitted) {
            return new ProviderFailure(Kind.REFUSED, "own rate limit reached", null, failure);
        }
        if (failure instanceof BulkheadFullException) {
            return new ProviderFailure(Kind.REFUSED, "too many calls at once", null, failure);
        }
        if (failure instanceof UnusableAnswerException) {
            return new ProviderFailure(Kind.PERMANENT, "unusable answer: " + failure.getMessage(), null, failure);
        }
        Duration retryAfter = retryAfter(failure);
        HttpException http = cause(failure, HttpException.class);
        if (http != null) {
            return new ProviderFailure(kind(http.statusCode()), "HTTP " + http.statusCode(), retryAfter, failure);
        }
        return new ProviderFailure(kind(failure), describe(failure), retryAfter, failure);
    }

    static boolean isInterruption(Throwable failure) {
        return has(failure, InterruptedException.class);
    }

    private static Kind kind(int status) {
        if (status == 429) {
            return Kind.THROTTLED;
        }
        return status == 408 || status == 409 || status == 425 || status >= 500 ? Kind.RETRIABLE : Kind.PERMANENT;
    }

    private static Kind kind(Throwable failure) {
        if (has(failure, RateLimitException.class)) {
            return Kind.THROTTLED;
        }
        if (has(failure, AuthenticationException.class)) {
            return Kind.PERMANENT;
        }
        boolean unreadable = failure.getClass().getName().startsWith("com.fasterxml.jackson")
                || (failure.getCause() != null
                        && failure.getCause().getClass().getName().startsWith("com.fasterxml.jackson"));
        if (unreadable) {
            return Kind.PERMANENT;
        }
        boolean retriable = has(failure, RetriableException.class)
                || has(failure, UnresolvedModelServerException.class)
                || isTimeout(failure)
                || has(failure, IOException.class)
                || has(failure, UncheckedIOException.class);
        return retriable ? Kind.RETRIABLE : Kind.PERMANENT;
    }

    private static boolean isTimeout(Throwable failure) {
        return has(failure, TimeoutException.class)
                || has(failure, dev.langchain4j.exception.TimeoutException.class)
                || has(failure, HttpTimeoutException.class);
    }

    private static String describe(Throwable failure) {
        if (isTimeout(failure)) {
            return "timed out";
        }
        return kind(failure) == Kind.RETRIABLE ? "unreachable" : "unreadable answer";
    }

    private static @Nullable Duration retryAfter(Throwable failure) {
        RefusedRequestException refused = cause(failure, RefusedRequestException.class);
        return refused == null ? null : refused.retryAfter();
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return cause(failure, type) != null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}

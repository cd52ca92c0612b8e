package dev.colophon.ai.provider;

import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
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
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Decides, for all providers in one place, whether a failure is retriable; keeps the texts of providers out of messages. */
public final class ProviderFailures {

    private static final int DEEPEST = 12;

    /** A proxy gave up waiting: what stands behind it may have done the work, and billed it. */
    private static final Set<Integer> GIVEN_UP = Set.of(408, 504, 524);

    private ProviderFailures() {}

    public static ProviderFailure of(Throwable failure) {
        if (failure instanceof ProviderFailure mapped) {
            return mapped;
        }
        if (failure instanceof CallNotPermittedException) {
            return ProviderFailure.refused("circuit open", null, failure);
        }
        if (failure instanceof RequestNotPermitted) {
            return ProviderFailure.refused("own rate limit reached", null, failure);
        }
        if (failure instanceof BulkheadFullException) {
            return ProviderFailure.refused("too many calls at once", null, failure);
        }
        ProviderFailure inside = cause(failure, ProviderFailure.class);
        if (inside != null) {
            return inside;
        }
        HttpException http = cause(failure, HttpException.class);
        return http == null ? unanswered(failure) : answered(http, failure);
    }

    public static boolean isInterruption(Throwable failure) {
        return has(failure, InterruptedException.class);
    }

    private static ProviderFailure answered(HttpException http, Throwable failure) {
        Duration retryAfter = http instanceof RefusedRequestException refused ? refused.retryAfter() : null;
        int status = http.statusCode();
        Reach reach = GIVEN_UP.contains(status) ? Reach.UNANSWERED : Reach.ANSWERED;
        return new ProviderFailure(kind(status), reach, describe(status), retryAfter, status, failure);
    }

    private static ProviderFailure unanswered(Throwable failure) {
        Kind kind = kind(failure);
        Reach reach = neverLeft(failure) ? Reach.NOT_SENT : Reach.UNANSWERED;
        return new ProviderFailure(kind, reach, describe(failure), null, null, failure);
    }

    private static Kind kind(int status) {
        if (status == 429) {
            return Kind.THROTTLED;
        }
        return status == 408 || status == 409 || status == 425 || status >= 500 ? Kind.RETRIABLE : Kind.PERMANENT;
    }

    private static String describe(int status) {
        return "HTTP " + status;
    }

    private static Kind kind(Throwable failure) {
        if (has(failure, RateLimitException.class)) {
            return Kind.THROTTLED;
        }
        if (has(failure, AuthenticationException.class) || isUnreadable(failure)) {
            return Kind.PERMANENT;
        }
        boolean retriable = has(failure, RetriableException.class)
                || has(failure, UnresolvedModelServerException.class)
                || isTimeout(failure)
                || has(failure, IOException.class)
                || has(failure, UnresolvedAddressException.class)
                || has(failure, UncheckedIOException.class);
        return retriable ? Kind.RETRIABLE : Kind.PERMANENT;
    }

    /** Jackson's failures are I/O failures by type, and say nothing about the network. */
    private static boolean isUnreadable(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure.getClass().getName().startsWith("com.fasterxml.jackson")
                || (cause != null && cause.getClass().getName().startsWith("com.fasterxml.jackson"));
    }

    private static boolean isTimeout(Throwable failure) {
        return has(failure, TimeoutException.class)
                || has(failure, dev.langchain4j.exception.TimeoutException.class)
                || has(failure, HttpTimeoutException.class);
    }

    private static boolean neverLeft(Throwable failure) {
        return has(failure, ConnectException.class)
                || has(failure, HttpConnectTimeoutException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, UnresolvedAddressException.class)
                || has(failure, SSLHandshakeException.class)
                || has(failure, UnreachableAddressException.class);
    }

    private static String describe(Throwable failure) {
        if (has(failure, UnreachableAddressException.class)) {
            return "the address of the provider is not allowed";
        }
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return "no such host";
        }
        if (has(failure, SSLHandshakeException.class)) {
            return "no secure connection";
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return "unreachable";
        }
        if (isTimeout(failure)) {
            return "timed out";
        }
        if (isUnreadable(failure) || kind(failure) != Kind.RETRIABLE) {
            return "unreadable answer";
        }
        return has(failure, ConnectException.class) ? "connection refused" : "connection lost";
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

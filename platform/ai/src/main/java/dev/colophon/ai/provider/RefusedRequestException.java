package dev.colophon.ai.provider;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that is no success, with the time after which the provider wants to be asked again. */
final class RefusedRequestException extends HttpException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    RefusedRequestException(int statusCode, @Nullable Duration retryAfter) {
        // The body may quote the request: it stays out of messages and so out of logs.
        super(statusCode, "HTTP " + statusCode);
        this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}

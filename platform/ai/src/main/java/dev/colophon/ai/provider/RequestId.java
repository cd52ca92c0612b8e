package dev.colophon.ai.provider;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Names requests to providers by the attempt they are, so that a provider's log and the account book can be laid side by
 * side. OpenAI documents the header; others ignore it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/debugging-requests">Supplying your own request id</a>
 */
final class RequestId {

    static final String HEADER = "X-Client-Request-Id";

    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    private RequestId() {}

    /** Runs {@code call}; what it sends to a provider on this thread bears {@code id}. */
    static <T extends @Nullable Object> T during(UUID id, Callable<T> call) throws Exception {
        CURRENT.set(id);
        try {
            return call.call();
        } finally {
            CURRENT.remove();
        }
    }

    static @Nullable UUID current() {
        return CURRENT.get();
    }
}

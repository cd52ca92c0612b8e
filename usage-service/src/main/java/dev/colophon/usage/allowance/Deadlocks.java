package dev.colophon.usage.allowance;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Begins transactions again that the database broke off because two waited for each other, and of which nothing was done.
 * Rows have one order, but a batch of what is told of attempts is one transaction that goes through it more than once.
 */
public final class Deadlocks {

    private static final String BROKEN_OFF = "40P01";
    private static final int TIMES = 5;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Deadlocks() {}

    /** @param transaction a whole one: what subscribes to it again does all of it again */
    public static <T> Mono<T> beginAgain(Mono<T> transaction) {
        return transaction.retryWhen(Retry.backoff(TIMES, PAUSE)
                .filter(Deadlocks::isOne)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException broken && BROKEN_OFF.equals(broken.getSqlState())) {
                return true;
            }
        }
        return false;
    }
}

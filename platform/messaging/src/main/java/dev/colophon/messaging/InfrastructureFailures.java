package dev.colophon.messaging;

import com.fasterxml.jackson.core.JacksonException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a broker or database that is away (worth waiting for) from an event that cannot be handled. */
public final class InfrastructureFailures {

    private static final int MAX_DEPTH = 20;

    /** Classes of SQL states: connection, read-only transaction as of a replica, resources, locks, operator, system. */
    private static final Set<String> OUTAGES = Set.of("08", "25", "53", "55", "57", "58");

    private InfrastructureFailures() {}

    /** Whether {@code failure}, or what caused it, passes by itself once broker and database are back. */
    public static boolean isOne(@Nullable Throwable failure) {
        boolean passes = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof JacksonException) {
                // an IOException by descent, though no reading again makes the text another
                return passes;
            }
            if (cause instanceof R2dbcNonTransientResourceException refused && isNoOutage(refused)) {
                // what wraps it says resource, too
                return false;
            }
            passes |= passesByItself(cause);
            cause = cause.getCause();
        }
        return passes;
    }

    /**
     * The driver takes every state that it has no class for, such as what a function raises, for a resource that failed.
     *
     * @see <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean isNoOutage(R2dbcNonTransientResourceException refused) {
        String state = refused.getSqlState();
        return state != null && state.length() == 5 && OUTAGES.stream().noneMatch(state::startsWith);
    }

    private static boolean passesByItself(Throwable cause) {
        return cause instanceof R2dbcNonTransientResourceException
                || cause instanceof R2dbcTransientException
                || cause instanceof DataAccessResourceFailureException
                || cause instanceof TransientDataAccessException
                || cause instanceof CannotCreateTransactionException
                || cause instanceof TransactionSystemException
                || cause instanceof RetriableException
                || cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof BlockedTooLongException;
    }

    /** A listener's work did not finish in its time. */
    public static final class BlockedTooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public BlockedTooLongException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

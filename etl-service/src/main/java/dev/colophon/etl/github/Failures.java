package dev.colophon.etl.github;

import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.Outcome;
import dev.colophon.etl.github.api.RefusalException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells items that cannot be read from a GitHub that cannot be asked. */
final class Failures {

    private static final int MANY = 10;

    private Failures() {}

    /**
     * Lets single failures pass, and ends the run for now where calls get no answers any more.
     *
     * @throws IOException as the last call failed
     */
    static void check(List<? extends Outcome<?, ?>> outcomes) throws IOException, SourceFailure {
        long passing = outcomes.stream()
                .filter(outcome -> isPassing(outcome.failure()))
                .count();
        boolean some = outcomes.stream().anyMatch(outcome -> outcome.failure() == null);
        if (passing == 0 || (some && passing < MANY)) {
            return;
        }
        for (Outcome<?, ?> outcome : outcomes) {
            if (outcome.failure() instanceof IOException unreachable) {
                throw unreachable;
            }
            if (outcome.failure() instanceof RefusalException refusal && refusal.retriable()) {
                throw refusal;
            }
        }
    }

    /** Whether trying again may help. */
    static boolean isPassing(@Nullable Exception failure) {
        return failure instanceof IOException || (failure instanceof RefusalException refusal && refusal.retriable());
    }

    /** Whether the item is not there any more. */
    static boolean isGone(@Nullable Exception failure) {
        return failure instanceof RefusalException refusal && refusal.gone();
    }

    static String words(Exception failure) {
        if (failure instanceof RuntimeException) {
            return "What GitHub answered cannot be understood";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

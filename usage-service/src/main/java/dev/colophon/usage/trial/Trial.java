package dev.colophon.usage.trial;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One call as it went, before it is told of.
 *
 * @param outcome as the ledger names it
 * @param sent whether the call left, and may be on a bill
 */
record Trial(
        boolean sent,
        String outcome,
        String model,
        @Nullable String sample,
        @Nullable String error,
        @Nullable TokenUsage tokens,
        long millis) {

    TrialResult result() {
        return new TrialResult(error == null, millis, error == null ? model : null, sample, error);
    }
}

package dev.colophon.ai.model;

import dev.colophon.ai.local.LocalLanguage;
import dev.colophon.ai.spend.Attempt;
import java.util.List;
import java.util.UUID;

/**
 * A value and who gave it.
 *
 * @param model the model that served
 * @param attempts all attempts in order; the last one succeeded
 * @param degraded answered without a provider because a paid one would have gone over the budget
 * @param skipped models that were chosen before the one that served
 */
public record ChainResult<T>(
        T value,
        String provider,
        String model,
        UUID callId,
        List<Attempt> attempts,
        boolean degraded,
        List<Skipped> skipped) {

    public ChainResult {
        attempts = List.copyOf(attempts);
        skipped = List.copyOf(skipped);
    }

    /** Answered without a provider. */
    public boolean local() {
        return provider.equals(LocalLanguage.PROVIDER);
    }
}

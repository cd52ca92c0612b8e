package dev.colophon.ai.model;

import dev.colophon.ai.local.LocalLanguage;
import java.util.List;
import java.util.UUID;

/**
 * A value and who gave it.
 *
 * @param model the model that served
 * @param attempts all attempts in order; the last one succeeded
 */
public record ChainResult<T>(T value, String provider, String model, UUID callId, List<Attempt> attempts) {

    public ChainResult {
        attempts = List.copyOf(attempts);
    }

    /** Answered without a provider. */
    public boolean local() {
        return provider.equals(LocalLanguage.PROVIDER);
    }
}

package dev.colophon.ai.spend;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom an attempt is made at.
 *
 * @param provider for example {@code openai}
 * @param model the model asked for; the one that serves may be told in the answer
 * @param integrationId null for the operator's own account and for local models
 */
public record Target(
        String provider, String model, @Nullable UUID integrationId) {}

package dev.colophon.ai.spend;

import dev.colophon.events.ClientId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for a call, and for what.
 *
 * @param inputCount texts sent, at least 1
 */
public record SpendContext(
        ClientId clientId,
        @Nullable UUID projectId,
        @Nullable UUID itemId,
        int inputCount) {

    public SpendContext {
        if (inputCount < 1) {
            throw new IllegalArgumentException("inputCount must be at least 1: " + inputCount);
        }
    }

    /** A call about a project as a whole. */
    public static SpendContext ofProject(ClientId clientId, UUID projectId) {
        return new SpendContext(clientId, projectId, null, 1);
    }
}

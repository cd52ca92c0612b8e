package dev.colophon.metadata.chat;

import dev.colophon.ai.account.Integration;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One try at one integration for one question. It is told of once, however it ends.
 *
 * @param number from 1 within the call, over all integrations
 */
record ChatAttempt(
        ChatCall call,
        Integration integration,
        UUID id,
        int number,
        Instant startedAt,
        long startedNanos,
        AtomicBoolean told) {

    static final String OPERATION = "chat";

    static ChatAttempt of(ChatCall call, Integration integration, int number, Instant now) {
        return new ChatAttempt(call, integration, Ids.newId(), number, now, System.nanoTime(), new AtomicBoolean());
    }

    /** The event of the account book; null when the attempt was told of before. */
    @Nullable
    AiUsageObserved observed(String outcome, ChatUsage usage, @Nullable String model, @Nullable String providerCallId) {
        if (!told.compareAndSet(false, true)) {
            return null;
        }
        return new AiUsageObserved(
                new ClientId(call.clientId()),
                id,
                call.id(),
                number,
                id,
                null,
                null,
                OPERATION,
                integration.type().wireName(),
                model == null || model.isBlank() ? integration.modelName() : model,
                providerCallId,
                1,
                usage.inputTokens(),
                usage.outputTokens(),
                false,
                outcome,
                Duration.ofNanos(System.nanoTime() - startedNanos).toMillis(),
                startedAt,
                integration.id(),
                usage.cachedInputTokens(),
                usage.estimated());
    }
}

package dev.colophon.messaging.replay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls to a model that are going to be made for a client, or would be were their results not kept.
 *
 * @param operation as the ledger names it, for example {@code metadata}
 * @param provider {@code local} costs nothing
 * @param integrationId null for local models and the operator's own account
 * @param texts one a call, or one of a batch where the model takes batches
 * @param cachedTexts of those, the ones whose result is kept: they take no tokens and cost nothing
 * @param inputTokens of the others, instructions included
 * @param maxOutputTokens of one call; null where nothing limits the answer or there is none
 */
public record PlannedCalls(
        UUID clientId,
        String operation,
        String provider,
        String model,
        @Nullable UUID integrationId,
        long texts,
        long cachedTexts,
        long inputTokens,
        @Nullable Long maxOutputTokens) {}

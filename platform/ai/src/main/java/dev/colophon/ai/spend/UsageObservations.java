package dev.colophon.ai.spend;

import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns attempts into events of the account book: one event an attempt, under the attempt's own id, so that telling twice counts once. */
public final class UsageObservations {

    private UsageObservations() {}

    /** One event for each attempt, in order. */
    public static List<AiUsageObserved> of(SpendContext context, List<Attempt> attempts) {
        return attempts.stream().map(attempt -> of(context, attempt)).toList();
    }

    /** The event of one attempt. */
    public static AiUsageObserved of(SpendContext context, Attempt attempt) {
        return of(context, attempt, null);
    }

    /**
     * The event of an attempt that carried several texts.
     *
     * @param textTokens the share of each text in the input tokens, in their order; null where that is not known
     */
    public static AiUsageObserved of(SpendContext context, Attempt attempt, @Nullable List<Long> textTokens) {
        return new AiUsageObserved(
                context.clientId(),
                attempt.attemptId(),
                attempt.callId(),
                attempt.number(),
                attempt.reservationId(),
                context.projectId(),
                context.itemId(),
                attempt.operation(),
                attempt.provider(),
                attempt.model(),
                attempt.providerCallId(),
                context.inputCount(),
                attempt.inputTokens(),
                attempt.outputTokens(),
                false,
                attempt.outcome().wireName(),
                attempt.duration().toMillis(),
                attempt.startedAt(),
                attempt.integrationId(),
                attempt.cachedInputTokens(),
                attempt.estimated(),
                textTokens);
    }

    /**
     * The event of a result that was kept from an earlier call: nobody was asked, nothing was used.
     *
     * @param model that served the earlier call
     */
    public static AiUsageObserved ofKept(
            SpendContext context, String operation, Target target, String model, Instant now) {
        return new AiUsageObserved(
                context.clientId(),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                context.projectId(),
                context.itemId(),
                operation,
                target.provider(),
                model,
                null,
                context.inputCount(),
                0L,
                0L,
                true,
                Attempt.Outcome.SUCCEEDED.wireName(),
                0,
                now,
                target.integrationId(),
                null,
                false);
    }
}

package dev.colophon.metadata.replay;

import dev.colophon.messaging.replay.PlannedCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds up calls to one model. */
final class CallSums {

    private record Kind(
            UUID clientId,
            String operation,
            String provider,
            String model,
            @Nullable UUID integrationId,
            @Nullable Long maxOutputTokens) {

        static Kind of(PlannedCalls calls) {
            return new Kind(
                    calls.clientId(),
                    calls.operation(),
                    calls.provider(),
                    calls.model(),
                    calls.integrationId(),
                    calls.maxOutputTokens());
        }
    }

    private CallSums() {}

    /** One for each model and longest answer, in the order of the first calls. */
    static List<PlannedCalls> of(List<PlannedCalls> calls) {
        Map<Kind, PlannedCalls> sums = new LinkedHashMap<>();
        calls.forEach(one -> sums.merge(Kind.of(one), one, CallSums::sum));
        return List.copyOf(sums.values());
    }

    private static PlannedCalls sum(PlannedCalls one, PlannedCalls other) {
        return new PlannedCalls(
                one.clientId(),
                one.operation(),
                one.provider(),
                one.model(),
                one.integrationId(),
                one.texts() + other.texts(),
                one.cachedTexts() + other.cachedTexts(),
                one.inputTokens() + other.inputTokens(),
                one.maxOutputTokens());
    }
}

package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts texts by what became of them, as {@link EmbeddingMeter} says. */
record EmbeddingMetrics(MeterRegistry registry, Integration integration) {

    void count(TextOutcome outcome) {
        EmbeddingMeter.VECTORS
                .counter(registry, integration.type().wireName(), integration.modelName(), name(outcome))
                .increment();
    }

    private static String name(TextOutcome outcome) {
        if (outcome instanceof Embedded) {
            return "embedded";
        }
        if (outcome instanceof Rejected rejected) {
            return rejected.reason().wireName();
        }
        if (outcome instanceof Unserved unserved) {
            return fault(unserved.message());
        }
        if (outcome instanceof Unpriced) {
            return "unknown_price";
        }
        return outcome instanceof OverBudget ? "over_budget" : "skipped";
    }

    /** Messages are a fixed few up to the first colon; what follows it is not for a tag. */
    private static String fault(String message) {
        return message.split(":", 2)[0]
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
    }
}

package dev.colophon.ai.embedding;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts texts by what became of them: {@code colophon.ai.vectors}, tags provider, model, outcome. */
record EmbeddingMetrics(MeterRegistry registry, Integration integration) {

    static final String VECTORS = "colophon.ai.vectors";

    void count(TextOutcome outcome) {
        registry.counter(
                        VECTORS,
                        "provider",
                        integration.type().wireName(),
                        "model",
                        integration.modelName(),
                        "outcome",
                        name(outcome))
                .increment();
    }

    private static String name(TextOutcome outcome) {
        if (outcome instanceof Embedded) {
            return "embedded";
        }
        if (outcome instanceof Rejected rejected) {
            return rejected.reason().wireName();
        }
        return outcome instanceof OverBudget ? "over_budget" : "unserved";
    }
}

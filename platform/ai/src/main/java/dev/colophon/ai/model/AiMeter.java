package dev.colophon.ai.model;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of calls to models. */
enum AiMeter implements DocumentedMeter {
    ATTEMPTS(MeterDeclaration.timer(
            "colophon.ai.attempts",
            "Attempts to have a model answer, by what became of them; the model is the one asked for",
            "provider",
            "model",
            "operation",
            "outcome=succeeded|failed|throttled|cancelled|unanswered")),
    TOKENS(MeterDeclaration.counter(
            "colophon.ai.tokens", "Tokens that providers told of", "provider", "model", "direction=input|output")),
    CALLS(MeterDeclaration.counter(
            "colophon.ai.calls",
            "Calls by who answered at last (none: nobody), and whether that was not the first choice",
            "operation",
            "provider",
            "fallback=true|false"));

    private final MeterDeclaration declaration;

    AiMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

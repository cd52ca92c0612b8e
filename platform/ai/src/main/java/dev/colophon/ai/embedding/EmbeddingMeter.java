package dev.colophon.ai.embedding;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of vectors from providers. */
enum EmbeddingMeter implements DocumentedMeter {
    VECTORS(MeterDeclaration.counter(
            "colophon.ai.vectors",
            "Texts that were sent for a vector, by what became of them (embedded, or what was wrong)",
            "provider",
            "model",
            "outcome"));

    private final MeterDeclaration declaration;

    EmbeddingMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

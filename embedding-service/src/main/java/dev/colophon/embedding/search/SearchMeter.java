package dev.colophon.embedding.search;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of searches. */
enum SearchMeter implements DocumentedMeter {
    ANSWERS(MeterDeclaration.timer("colophon.search", "How long searches take", "mode")
            .inBuckets());

    private final MeterDeclaration declaration;

    SearchMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

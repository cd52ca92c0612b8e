package dev.colophon.metadata.cache;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of the cache of results. */
enum CacheMeter implements DocumentedMeter {
    LOOKUPS(MeterDeclaration.counter(
            "colophon.ai.cache",
            "Results of models that were asked for again, and where they were found",
            "operation",
            "result=memory|database|miss"));

    private final MeterDeclaration declaration;

    CacheMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

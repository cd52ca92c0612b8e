package dev.colophon.etl.source;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of runs of sources, by type of source and never by client. */
enum RunMeter implements DocumentedMeter {
    RUNS(MeterDeclaration.counter("colophon.etl.runs", "Runs of sources that ended", "type", "outcome")),
    ITEMS(MeterDeclaration.counter(
            "colophon.etl.source.items",
            "What runs of sources found",
            "type",
            "result=captured|unchanged|removed|failed")),
    WAITS(MeterDeclaration.timer("colophon.etl.waits", "What runs waited for limits of their sources", "type")),
    LAST_SUCCESS_AGE(MeterDeclaration.gauge(
            "colophon.etl.last.success.age",
            "seconds",
            "Since this instance last read a source of the type to its end",
            "type"));

    private final MeterDeclaration declaration;

    RunMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

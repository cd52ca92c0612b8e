package dev.colophon.ops.dependency;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of what it depends on. */
enum DependencyMeter implements DocumentedMeter {
    UP(MeterDeclaration.gauge(
            "colophon.dependency.up",
            "",
            "1 where this instance reaches the dependency, else 0",
            "dependency=database|broker")),
    CLOCK_SKEW(MeterDeclaration.gauge(
            "colophon.clock.skew",
            "seconds",
            "By how much the clock of this instance is ahead of the database's; negative where it is behind"));

    private final MeterDeclaration declaration;

    DependencyMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

package dev.colophon.messaging.topic;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of topics. */
enum TopicMeter implements DocumentedMeter {
    DEVIATIONS(MeterDeclaration.gauge(
            "colophon.topic.deviations",
            "",
            "Settings of topics that were not as declared, when this instance looked last"));

    private final MeterDeclaration declaration;

    TopicMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

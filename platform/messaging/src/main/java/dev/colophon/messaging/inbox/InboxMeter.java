package dev.colophon.messaging.inbox;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every listener tells of the events that it handles. */
enum InboxMeter implements DocumentedMeter {
    AGE(MeterDeclaration.timer(
                    "colophon.events.age",
                    "Events that were handled or put aside, by how long ago the broker took them",
                    "topic")
            .inBuckets()),
    REPEATED(MeterDeclaration.counter(
            "colophon.events.repeated", "Events that came again and were recognised", "consumer"));

    private final MeterDeclaration declaration;

    InboxMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

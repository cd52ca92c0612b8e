package dev.colophon.messaging.deadletter;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of records that it put aside. */
enum DeadLetterMeter implements DocumentedMeter {
    PUT(MeterDeclaration.counter(
            "colophon.dead.letters", "Records that could not be handled and were put aside", "topic")),
    WAITING(MeterDeclaration.gauge(
            "colophon.dead.letters.waiting", "", "Dead letters that nobody has handled or dropped", "topic")),
    OLDEST_AGE(MeterDeclaration.gauge(
            "colophon.dead.letters.oldest.age", "seconds", "For how long the oldest dead letter has waited", "topic"));

    private final MeterDeclaration declaration;

    DeadLetterMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

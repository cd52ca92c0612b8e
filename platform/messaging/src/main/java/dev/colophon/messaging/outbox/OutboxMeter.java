package dev.colophon.messaging.outbox;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of its outbox. */
enum OutboxMeter implements DocumentedMeter {
    PUBLISHED(MeterDeclaration.counter("colophon.outbox.published", "Events that left the outbox")),
    LEADING(MeterDeclaration.gauge(
            "colophon.outbox.leading", "", "1 where this instance relays the outbox; exactly one of a service does")),
    PENDING(MeterDeclaration.gauge("colophon.outbox.pending", "", "Events that wait to be published")),
    OLDEST_AGE(MeterDeclaration.gauge(
            "colophon.outbox.oldest.age", "seconds", "How long the oldest of them has waited; 0 where none does")),
    REFUSED(MeterDeclaration.gauge(
            "colophon.outbox.refused", "", "Events that the broker refused for good; they stay in the table outbox"));

    private final MeterDeclaration declaration;

    OutboxMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

package dev.colophon.etl.webhook;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of deliveries, by type of source and never by client. */
enum WebhookMeter implements DocumentedMeter {
    RECEIVED(MeterDeclaration.counter(
            "colophon.etl.webhooks",
            "Deliveries that came",
            "type",
            "verdict=accepted|seen|paused|unsigned|forged|unknown")),
    READ(MeterDeclaration.counter(
            "colophon.etl.webhook.reads", "What became of reading deliveries", "type", "outcome=handled|again|failed"));

    private final MeterDeclaration declaration;

    WebhookMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

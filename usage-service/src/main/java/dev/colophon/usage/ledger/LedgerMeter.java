package dev.colophon.usage.ledger;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of the ledger. Figures for trends and alarms: what was spent exactly is in the ledger. */
enum LedgerMeter implements DocumentedMeter {
    RECORDED(MeterDeclaration.counter("colophon.usage.recorded", "Entries that were written or changed")),
    ATTEMPTS(MeterDeclaration.counter(
            "colophon.usage.attempts",
            "Attempts by what is known of their cost",
            "provider",
            "model",
            "cost=free|priced|unknown|not_billed|unconfirmed")),
    COST(MeterDeclaration.counter(
            "colophon.usage.cost.usd", "What attempts of known cost have cost", "provider", "model", "operation"));

    private final MeterDeclaration declaration;

    LedgerMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

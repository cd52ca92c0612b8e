package dev.colophon.persistence.work;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of its work queues. */
enum WorkQueueMeter implements DocumentedMeter {
    ITEMS(MeterDeclaration.gauge(
            "colophon.work.items",
            "",
            "Work in a queue: due now, with a worker, waiting for its time, held back by a replay, or given up; all instances"
                    + " tell the same",
            "queue",
            "state=due|leased|waiting|held|failed",
            "lane=live|backfill")),
    OLDEST_AGE(MeterDeclaration.gauge(
            "colophon.work.oldest.age",
            "seconds",
            "How long ago the oldest such work was asked for",
            "queue",
            "state=due|leased|waiting|held|failed",
            "lane=live|backfill"));

    private final MeterDeclaration declaration;

    WorkQueueMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

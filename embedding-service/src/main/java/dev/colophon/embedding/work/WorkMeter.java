package dev.colophon.embedding.work;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What the workers tell of themselves, here (local) and at the accounts of clients (remote). */
enum WorkMeter implements DocumentedMeter {
    CHUNKS(MeterDeclaration.counter(
            "colophon.embedding.chunks",
            "Chunks by what became of a try; cached are texts that had their vector",
            "lane=local|remote",
            "outcome=embedded|cached|failed")),
    TOKENS(MeterDeclaration.counter("colophon.embedding.tokens", "Tokens that the model read", "lane=local|remote")),
    FILL(MeterDeclaration.summary("colophon.embedding.batch.chunks", "", "Chunks in a batch", "lane=local|remote")),
    SIZE(MeterDeclaration.gauge(
            "colophon.embedding.batch.size", "", "Chunks that a batch may have, by memory", "lane=local|remote")),
    SIZE_TOKENS(MeterDeclaration.gauge(
            "colophon.embedding.batch.tokens", "", "Tokens that a batch may have, by speed", "lane=local|remote")),
    DURATION(MeterDeclaration.timer(
            "colophon.embedding.batch", "How long the embedder took for a batch", "lane=local|remote")),
    WAIT(MeterDeclaration.timer(
            "colophon.embedding.wait",
            "How long chunks waited to be claimed for the first time",
            "lane=local|remote",
            "purpose=live|migration")),
    PAUSES(MeterDeclaration.counter(
            "colophon.embedding.pauses",
            "Work of a client that was put off without an attempt spent",
            "cause=provider|over_budget|unpriced|no_integration|held")),
    PENDING(MeterDeclaration.gauge(
            "colophon.embedding.pending", "", "Chunks that wait for their vector of the active model")),
    BACKLOG(MeterDeclaration.gauge(
            "colophon.embedding.backlog",
            "",
            "Chunks in the queues, by age and by the cause of the last failure",
            "queue",
            "state",
            "age=1m|10m|1h|1d|older",
            "cause=none|refused|vector|other"));

    private final MeterDeclaration declaration;

    WorkMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

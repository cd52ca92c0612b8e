package dev.colophon.messaging.replay;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What every service tells of its replays. */
enum ReplayMeter implements DocumentedMeter {
    RUNNING(MeterDeclaration.gauge("colophon.replay.running", "", "Replays that go on by themselves")),
    PAUSED(MeterDeclaration.gauge("colophon.replay.paused", "", "Replays that wait for somebody")),
    BEHIND(MeterDeclaration.gauge("colophon.replay.behind", "", "Offsets that running replays have still to read")),
    EVENTS(MeterDeclaration.counter(
            "colophon.replay.events",
            "Events that replays read, by what became of them",
            "topic",
            "outcome=worked|unchanged|failed|passed_over"));

    private final MeterDeclaration declaration;

    ReplayMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}

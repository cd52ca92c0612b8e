package dev.colophon.etl.jira;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when somebody would sleep. */
final class MovingClock extends Clock {

    final List<Duration> slept = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    void move(Duration by) {
        now = now.plus(by);
    }

    void sleep(Duration pause) {
        slept.add(pause);
        move(pause);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

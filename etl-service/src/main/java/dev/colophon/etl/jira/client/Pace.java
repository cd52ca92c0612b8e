package dev.colophon.etl.jira.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Slows calls of one kind after Jira has found them too many at once, and lets them go faster again when it has not for a
 * while. For one run; not for concurrent use.
 */
final class Pace {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration SLOWEST = Duration.ofSeconds(10);
    private static final Duration SLOWEST_BEFORE_A_LIMIT = Duration.ofSeconds(1);
    private static final int FASTER_AFTER = 20;

    private final Clock clock;
    private final Sleeper sleeper;
    private final Map<String, Lane> lanes = new HashMap<>();

    Pace(Clock clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Waits for the endpoint's next turn. */
    void await(String endpoint) throws InterruptedException {
        Lane lane = lane(endpoint);
        if (!lane.gap.isZero()) {
            Duration early = Duration.between(clock.instant(), lane.last.plus(lane.gap));
            if (!early.isNegative() && !early.isZero()) {
                sleeper.sleep(early);
            }
        }
        lane.last = clock.instant();
    }

    /** After a refusal. */
    void slower(String endpoint) {
        slower(endpoint, SLOWEST);
    }

    /** Where Jira says that the limit is near: slower, but not by much, since it says so for long. */
    void careful(String endpoint) {
        if (lane(endpoint).gap.compareTo(SLOWEST_BEFORE_A_LIMIT) < 0) {
            slower(endpoint, SLOWEST_BEFORE_A_LIMIT);
        }
    }

    private void slower(String endpoint, Duration slowest) {
        Lane lane = lane(endpoint);
        Duration doubled = lane.gap.isZero() ? FIRST : lane.gap.multipliedBy(2);
        lane.gap = doubled.compareTo(slowest) > 0 ? slowest : doubled;
        lane.good = 0;
    }

    void good(String endpoint) {
        Lane lane = lane(endpoint);
        if (++lane.good >= FASTER_AFTER) {
            lane.gap = lane.gap.compareTo(FIRST) <= 0 ? Duration.ZERO : lane.gap.dividedBy(2);
            lane.good = 0;
        }
    }

    Duration gap(String endpoint) {
        return lane(endpoint).gap;
    }

    private Lane lane(String endpoint) {
        return lanes.computeIfAbsent(endpoint, name -> new Lane());
    }

    private static final class Lane {

        private Duration gap = Duration.ZERO;
        private Instant last = Instant.EPOCH;
        private int good;
    }
}

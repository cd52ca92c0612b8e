package dev.colophon.etl.source;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sources are read.
 *
 * @param workers how many sources an instance reads at once; one client gets all but one of them at most
 * @param batchSize items captured in one transaction
 * @param lease how long a run of a dead instance waits before another takes it up
 * @param pollInterval how often the queue is looked at
 * @param attempts of a run that fails again and again without capturing anything between
 * @param firstPause before the second attempt; each further pause is four times as long, an hour at most
 * @param runsKept how long runs are remembered after their end
 */
@ConfigurationProperties("colophon.etl.sync")
record SyncProperties(
        @DefaultValue("4") int workers,
        @DefaultValue("100") int batchSize,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("6") int attempts,
        @DefaultValue("5s") Duration firstPause,
        @DefaultValue("90d") Duration runsKept) {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(2);

    /** How long to wait after so many failures in a row. */
    Duration pauseAfter(int failures) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(2 * (failures - 1), 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** How often a run says that it is alive, and hears that it is not wanted any more. */
    Duration heartbeat() {
        Duration third = lease.dividedBy(3);
        return third.compareTo(LONGEST_BEAT) > 0 ? LONGEST_BEAT : third;
    }
}

package dev.colophon.etl.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What sources tell by themselves.
 *
 * @param maxBody the largest delivery that is taken
 * @param largeAtOnce how many deliveries of more than a megabyte, or of unknown length, an instance takes in at the same
 *     time; they are held in memory, and nobody has proved anything yet
 * @param workers how many threads of an instance read deliveries, each up to fifty together
 * @param lease how long a delivery of a dead instance waits before another reads it
 * @param pollInterval how often the queue is looked at where nobody tells of work
 * @param attempts of a delivery that cannot be read
 * @param firstPause before the second attempt; each further pause is twice as long, an hour at most
 * @param kept how long deliveries are remembered, and repeated ones known
 */
@ConfigurationProperties("colophon.etl.webhook")
record WebhookProperties(
        @DefaultValue("25MB") DataSize maxBody,
        @DefaultValue("4") int largeAtOnce,
        @DefaultValue("2") int workers,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("12") int attempts,
        @DefaultValue("5s") Duration firstPause,
        @DefaultValue("30d") Duration kept) {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** How long to wait after so many attempts. */
    Duration pauseAfter(int attempts) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempts - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}

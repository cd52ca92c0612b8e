package dev.colophon.messaging.replay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replays run.
 *
 * @param outstanding work that a replay may have waiting before it reads on
 * @param pollInterval how long an instance without a replay sleeps before it looks for one
 * @param lease how long a replay of an instance that died waits for another
 * @param attempts tries of an event alone before it is counted as failed
 * @param fetch bytes taken from the broker at once, and at most as much again in hand
 */
@ConfigurationProperties("colophon.replay")
public record ReplayProperties(
        @DefaultValue("2000") long outstanding,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("3") int attempts,
        @DefaultValue("4MB") org.springframework.util.unit.DataSize fetch) {}

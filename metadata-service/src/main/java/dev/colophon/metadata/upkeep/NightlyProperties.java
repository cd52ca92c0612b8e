package dev.colophon.metadata.upkeep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How projects get metadata that lack it ({@code colophon.metadata.nightly.*}).
 *
 * @param schedule when: a cron expression of six fields, in UTC; {@code -} for never
 * @param batch projects that are asked for together
 * @param pause between two batches
 * @param mostWaiting while more projects than this wait for metadata, no more are asked for
 * @param patience how long a queue that is longer than that is waited for before the night is over
 * @param limit projects in one night at most
 */
@ConfigurationProperties("colophon.metadata.nightly")
record NightlyProperties(
        @DefaultValue("0 0 2 * * *") String schedule,
        @DefaultValue("10") int batch,
        @DefaultValue("1s") Duration pause,
        @DefaultValue("100") int mostWaiting,
        @DefaultValue("10m") Duration patience,
        @DefaultValue("10000") int limit) {}

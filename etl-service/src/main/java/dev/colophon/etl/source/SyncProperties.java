package dev.colophon.etl.source;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sources are read.
 *
 * @param batchSize items captured in one transaction
 * @param lease how long a run of a dead instance waits before another takes it up
 * @param pollInterval how often the queue is looked at
 * @param attempts of a run that fails
 */
@ConfigurationProperties("colophon.etl.sync")
record SyncProperties(
        @DefaultValue("100") int batchSize,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("5") int attempts) {}

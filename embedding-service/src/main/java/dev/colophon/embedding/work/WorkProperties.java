package dev.colophon.embedding.work;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the worker goes about its work.
 *
 * @param minBatch chunks claimed at once, at least
 * @param maxBatch chunks claimed at once, at most
 * @param batchDuration how long a batch should take; the claim follows the measured speed
 * @param lease how long a dead worker's chunks wait for another; several times as long as a batch takes
 * @param pollEvery how often due work is looked for where nobody tells of any
 * @param retryDelays how long a chunk that failed waits for its next try; after the last it is given up
 */
@ConfigurationProperties("colophon.embedding.work")
record WorkProperties(
        @DefaultValue("16") int minBatch,
        @DefaultValue("256") int maxBatch,
        @DefaultValue("1s") Duration batchDuration,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("500ms") Duration pollEvery,
        @DefaultValue({"10s", "20s", "40s", "80s", "160s"}) List<Duration> retryDelays) {}

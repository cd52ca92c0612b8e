package dev.colophon.embedding.work;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the worker goes about its work.
 *
 * @param minBatch chunks claimed at once, at least
 * @param maxBatch chunks claimed at once, at most
 * @param memoryPerChunk what a chunk may take while it is worked on; a batch takes half of the memory that is left at most
 * @param batchDuration how long a batch should take where the model runs here; the claim follows the measured speed
 * @param backfillShare of each claim that backfill gets first, where there is some
 * @param migrationShare of each claim that is left for migrations, where there are some
 * @param lease how long a dead worker's chunks wait for another; several times as long as a batch takes
 * @param pollEvery how often due work is looked for where nobody tells of any
 * @param retryDelays how long a chunk that failed waits for its next try; after the last it is given up
 * @param remoteChunks chunks under way at clients' accounts at once, by this instance; a client gets half at most
 * @param pause how long a client's work waits where its provider gave no answer and does not say when it will
 * @param longPause the same where only the client can change something: over its budget, no price, no integration
 */
@ConfigurationProperties("colophon.embedding.work")
record WorkProperties(
        @DefaultValue("5") int minBatch,
        @DefaultValue("100") int maxBatch,
        @DefaultValue("2MB") DataSize memoryPerChunk,
        @DefaultValue("1s") Duration batchDuration,
        @DefaultValue("0.125") double backfillShare,
        @DefaultValue("0.125") double migrationShare,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("500ms") Duration pollEvery,
        @DefaultValue({"10s", "20s", "40s", "80s", "160s"}) List<Duration> retryDelays,
        @DefaultValue("400") int remoteChunks,
        @DefaultValue("10s") Duration pause,
        @DefaultValue("1m") Duration longPause) {}

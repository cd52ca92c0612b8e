package dev.colophon.embedding.migration;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How migrations go about their work.
 *
 * @param keepOld how long the vectors of a model that is searched no more are kept, so that going back costs nothing
 * @param chunksPerStep how many chunks are asked for, or forgotten, in one transaction
 * @param lookEvery how often is looked whether all vectors are there
 * @param retryDelays how long a step that failed waits for its next try; after the last the migration has failed
 */
@ConfigurationProperties("colophon.embedding.migration")
record MigrationProperties(
        @DefaultValue("7d") Duration keepOld,
        @DefaultValue("2000") int chunksPerStep,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue({"1m", "2m", "4m"}) List<Duration> retryDelays) {}

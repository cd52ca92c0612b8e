package dev.colophon.etl.git;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Copies of repositories that are read over the network.
 *
 * @param directory where they are kept, for this instance alone; a folder among the machine's temporary ones by default
 * @param maxSize of one repository; a larger one is not read
 * @param maxTime of one fetch
 * @param keep how long a copy that nobody reads stays
 */
@ConfigurationProperties("colophon.etl.git.mirror")
record MirrorProperties(
        @Nullable String directory,
        @DefaultValue("2GB") DataSize maxSize,
        @DefaultValue("15m") Duration maxTime,
        @DefaultValue("7d") Duration keep) {}

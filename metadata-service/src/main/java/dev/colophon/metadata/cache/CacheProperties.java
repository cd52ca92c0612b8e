package dev.colophon.metadata.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How results of models are kept ({@code colophon.metadata.cache.*}).
 *
 * @param keep how long; zero to keep nothing
 * @param memory how much of them each instance holds in memory, before the database is asked
 */
@ConfigurationProperties("colophon.metadata.cache")
record CacheProperties(
        @DefaultValue("24h") Duration keep,
        @DefaultValue("32MB") DataSize memory) {}

package dev.colophon.metadata.generation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How metadata is generated ({@code colophon.metadata.generation.*}).
 *
 * @param concurrency how many projects at once, per instance
 * @param poll how often waiting work is looked for
 * @param lease how long after its worker died work is taken up again
 * @param attempts runs that break off before the request fails
 * @param backoff before the second attempt; doubles with each further one
 */
@ConfigurationProperties("colophon.metadata.generation")
record GenerationProperties(
        @DefaultValue("2") int concurrency,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("3") int attempts,
        @DefaultValue("1m") Duration backoff) {}

package dev.colophon.metadata.upkeep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When what is orphaned or outdated is removed ({@code colophon.metadata.cleanup.*}).
 *
 * @param schedule a cron expression of six fields, in UTC; {@code -} for never
 * @param resultsExpiry how often results of models that are past their time are removed
 */
@ConfigurationProperties("colophon.metadata.cleanup")
record CleanupProperties(
        @DefaultValue("0 0 3 * * SUN") String schedule,
        @DefaultValue("1h") Duration resultsExpiry) {}

package dev.colophon.persistence.job;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How scheduled work is done.
 *
 * @param poll how often to look for what is due that another instance was asked for, or left over
 * @param lease how long a job stays with an instance that says nothing
 * @param keep how long runs are remembered; of each job and outcome the newest 100 at most
 */
@ConfigurationProperties("colophon.jobs")
public record JobsProperties(
        @DefaultValue("5s") Duration poll,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("30d") Duration keep) {}

package dev.colophon.messaging.topic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What topics are made with; set before first use.
 *
 * @param partitions of topics that carry entities
 * @param requestPartitions of topics that carry requests
 * @param replicationFactor copies of each partition
 */
@ConfigurationProperties("colophon.topics")
public record TopicsProperties(
        @DefaultValue("12") int partitions,
        @DefaultValue("6") int requestPartitions,
        @DefaultValue("1") short replicationFactor) {}

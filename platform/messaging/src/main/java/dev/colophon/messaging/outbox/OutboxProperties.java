package dev.colophon.messaging.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay works.
 *
 * @param batchSize events sent and acknowledged together
 * @param pollInterval how long the relay sleeps where no notification wakes it
 * @param retryDelay pause after broker or database failed, and between attempts to lead
 */
@ConfigurationProperties("colophon.outbox")
public record OutboxProperties(
        @DefaultValue("500") int batchSize,
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("1s") Duration retryDelay) {}

package dev.colophon.messaging.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay works.
 *
 * @param batchSize events sent and acknowledged together
 * @param pollInterval how long the relay sleeps where no notification wakes it
 * @param gather pause after a batch that was not full: at most so long an event waits for others to go with it
 * @param retryDelay pause after broker or database failed, and between attempts to lead
 */
@ConfigurationProperties("colophon.outbox")
public record OutboxProperties(
        @DefaultValue("500") int batchSize,
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("50ms") Duration gather,
        @DefaultValue("1s") Duration retryDelay) {}

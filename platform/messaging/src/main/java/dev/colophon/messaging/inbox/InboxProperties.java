package dev.colophon.messaging.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How listeners treat events.
 *
 * @param attempts tries of one event before it becomes a dead letter; a broker or database that is away spends none
 * @param backoff pause before the second try, doubled for each further one
 * @param timeout how long one batch may take
 * @param keep how long handled events are remembered: longer than any request topic keeps them
 */
@ConfigurationProperties("colophon.inbox")
public record InboxProperties(
        @DefaultValue("5") int attempts,
        @DefaultValue("200ms") Duration backoff,
        @DefaultValue("2m") Duration timeout,
        @DefaultValue("14d") Duration keep) {}

package dev.colophon.messaging.deadletter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How dead letters are tried again.
 *
 * @param redrivesPerSecond where a bulk names no rate of its own
 * @param maxRedrives how often a letter may fail again before it takes force
 * @param poll how often to look for letters whose turn has come
 * @param count how often to count those that wait
 */
@ConfigurationProperties("colophon.dead-letters")
public record DeadLetterProperties(
        @DefaultValue("100") int redrivesPerSecond,
        @DefaultValue("3") int maxRedrives,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10s") Duration count) {}

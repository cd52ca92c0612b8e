package dev.colophon.etl.connector;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Calls to the services that sources are.
 *
 * @param connectTimeout until a connection stands
 * @param timeout until an answer is read whole
 * @param maxAnswer the largest answer that is read
 * @param attempts of a call that is answered 502, 503 or 504, or not at all
 * @param firstPause before the second attempt; each further pause is twice as long, give or take a quarter
 */
@ConfigurationProperties("colophon.etl.remote")
public record RemoteProperties(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("32MB") DataSize maxAnswer,
        @DefaultValue("4") int attempts,
        @DefaultValue("500ms") Duration firstPause) {}

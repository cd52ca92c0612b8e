package dev.colophon.gateway.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The live event stream.
 *
 * @param heartbeat how often a quiet stream says that it is alive
 * @param buffer how many events wait for a slow reader before the oldest are dropped
 * @param maxDuration after which a stream ends, so that credentials are checked again when the reader comes back
 */
@ConfigurationProperties("colophon.gateway.live")
record LiveProperties(
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("256") int buffer,
        @DefaultValue("15m") Duration maxDuration) {}

package dev.colophon.gateway.identity;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of API keys.
 *
 * @param identity how long lookups are remembered
 * @param bootstrap what the first start makes
 */
@ConfigurationProperties("colophon.gateway")
public record IdentityProperties(
        @DefaultValue Lookup identity, @DefaultValue Bootstrap bootstrap) {

    /**
     * @param rememberFor how long a known key is not looked up again; a key revoked on one instance is refused by the
     *     others after this time at the latest
     * @param rememberUnknownFor how long a key that is not known is not looked up again
     * @param maxRemembered how many lookups are remembered
     */
    public record Lookup(
            @DefaultValue("10s") Duration rememberFor,
            @DefaultValue("5s") Duration rememberUnknownFor,
            @DefaultValue("10000") int maxRemembered) {}

    /**
     * @param operatorKeyFile where to write the operator's key when there is no client yet, readable by its owner only;
     *     the client {@code default} and one key with every role are made then. Nothing is made where this is not set
     */
    public record Bootstrap(@Nullable Path operatorKeyFile) {}
}

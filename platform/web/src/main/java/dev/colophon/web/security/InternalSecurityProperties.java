package dev.colophon.web.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of the internal tokens that the gateway signs and every service requires.
 *
 * @param publicKeys JWK set as JSON text, or {@code file:} and the path of one; several keys allow rotation
 * @param signingKey private JWK as JSON text, or {@code file:} and the path of one; the gateway only
 * @param serviceKey private JWK as JSON text, or {@code file:} and the path of one, for services that ask other services;
 *     its id begins with {@code service-}
 * @param openPaths patterns of what a service answers without a token, because whoever asks proves otherwise who they are;
 *     set by the service itself
 */
@ConfigurationProperties("colophon.security.internal")
public record InternalSecurityProperties(
        @Nullable String publicKeys,
        @Nullable String signingKey,
        @Nullable String serviceKey,
        @DefaultValue List<String> openPaths) {

    public InternalSecurityProperties {
        openPaths = List.copyOf(openPaths);
    }

    @Override
    public String toString() {
        return "InternalSecurityProperties[publicKeys=" + publicKeys + ", signingKey=***, serviceKey=***]";
    }
}

package dev.colophon.web.security;

import com.nimbusds.jose.jwk.JWK;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Verifies internal tokens: ES256 by a known key named in the header, the gateway as issuer, this product's services as
 * audience, not expired. Everything else is refused.
 */
public final class InternalTokenDecoder implements ReactiveJwtDecoder {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final NimbusReactiveJwtDecoder decoder;

    public InternalTokenDecoder(List<JWK> publicKeys, Clock clock) {
        this.decoder = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> token.getHeader().getKeyID() == null ? Flux.empty() : Flux.fromIterable(publicKeys))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW);
        timestamps.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                timestamps,
                new JwtIssuerValidator(InternalTokens.ISSUER),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(InternalTokens.AUDIENCE)),
                new JwtClaimValidator<Object>("exp", expiry -> expiry != null)));
    }

    @Override
    public Mono<Jwt> decode(String token) {
        return decoder.decode(token);
    }
}

package dev.colophon.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Verifies internal tokens: ES256 by a known key named in the header, the gateway (or, for what services
 * ask of one another, a service) as issuer, this product's services as
 * audience, not expired. Everything else is refused. A token that comes again is not verified again as long as it lives.
 */
public final class InternalTokenDecoder implements ReactiveJwtDecoder {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private static final long MOST_TOKENS = 10_000;

    private final NimbusReactiveJwtDecoder decoder;
    private final Clock clock;
    private final Cache<String, Jwt> verified =
            Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

    public InternalTokenDecoder(List<JWK> publicKeys, Clock clock) {
        this.clock = clock;
        this.decoder = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> token.getHeader().getKeyID() == null ? Flux.empty() : Flux.fromIterable(publicKeys))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW);
        timestamps.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                timestamps,
                InternalTokenDecoder::issuerOfItsKey,
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(InternalTokens.AUDIENCE)),
                new JwtClaimValidator<Object>("exp", expiry -> expiry != null)));
    }

    /** A service's key vouches for services only, and the gateway's for everyone else. */
    private static OAuth2TokenValidatorResult issuerOfItsKey(Jwt token) {
        boolean byService = String.valueOf(token.getHeaders().get("kid")).startsWith(ServiceTokens.KEY_PREFIX);
        String issuer = byService ? ServiceTokens.ISSUER : InternalTokens.ISSUER;
        return issuer.equals(token.getClaimAsString("iss"))
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "wrong issuer", null));
    }

    @Override
    public Mono<Jwt> decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null && clock.instant().isBefore(known.getExpiresAt())) {
            return Mono.just(known);
        }
        return decoder.decode(token).doOnNext(valid -> verified.put(token, valid));
    }
}

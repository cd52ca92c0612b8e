package dev.colophon.etl.github.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** How a GitHub App proves itself: a JWT (RS256, at most ten minutes), a new one for each call. */
final class AppProof implements TokenSource {

    private static final Duration LASTS = Duration.ofMinutes(9);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final String appId;
    private final RSAPrivateKey key;
    private final Clock clock;

    AppProof(GitHubCredentials.App app, Clock clock) {
        this.appId = app.appId();
        this.key = RsaPrivateKeys.read(app.privateKey())
                .orElseThrow(() -> new IllegalArgumentException("the key was checked before"));
        this.clock = clock;
    }

    @Override
    public String token() {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(appId)
                .issueTime(Date.from(now.minus(CLOCKS_DIFFER)))
                .expirationTime(Date.from(now.plus(LASTS)))
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key of 2048 bits signs", e);
        }
        return jwt.serialize();
    }
}

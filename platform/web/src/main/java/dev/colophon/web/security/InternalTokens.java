package dev.colophon.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * Issues the short-lived tokens by which the gateway vouches for a caller: ES256, the key's id in the header, valid for
 * {@link #LIFE}. A caller that comes again soon is vouched for by the same token, as signing and verifying cost more than
 * everything else about a small request. Thread-safe.
 */
public final class InternalTokens {

    public static final String ISSUER = "colophon-gateway";
    public static final String AUDIENCE = "colophon-services";
    public static final Duration LIFE = Duration.ofSeconds(60);

    private static final Duration USED_AGAIN_FOR = LIFE.dividedBy(2);
    private static final long MOST_CALLERS = 10_000;

    static final String CLIENT_ID = "client_id";
    static final String ROLES = "roles";

    private final String issuer;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final Clock clock;
    private final Cache<Caller, Issued> issued =
            Caffeine.newBuilder().maximumSize(MOST_CALLERS).build();

    private record Issued(String token, Instant at) {}

    /** @param signingKey private EC key on P-256 with a key id */
    public InternalTokens(ECKey signingKey, Clock clock) {
        this(signingKey, clock, ISSUER);
    }

    InternalTokens(ECKey signingKey, Clock clock, String issuer) {
        if (signingKey.getKeyID() == null || !signingKey.isPrivate()) {
            throw new IllegalArgumentException("a signing key is private and has a kid");
        }
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(signingKey.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.signer = new ECDSASigner(signingKey);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the signing key is no EC key on P-256", e);
        }
    }

    /** A token for {@code caller}, in the compact form that follows {@code Bearer}; valid for at least half its life. */
    public String issue(Caller caller) {
        Instant now = clock.instant();
        return issued.asMap()
                .compute(
                        caller,
                        (same, before) ->
                                before != null && now.isBefore(before.at().plus(USED_AGAIN_FOR))
                                        ? before
                                        : new Issued(sign(caller, now), now))
                .token();
    }

    private String sign(Caller caller, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(caller.subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .claim(CLIENT_ID, caller.clientId().toString())
                .claim(
                        ROLES,
                        caller.roles().stream().map(Role::wireName).sorted().toList())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign an internal token", e);
        }
        return token.serialize();
    }
}

package dev.colophon.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.colophon.web.security.Role;
import dev.colophon.web.security.ServiceTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Internal tokens as the gateway signs them, with a key that lives as long as the JVM. */
public final class TestTokens {

    private static final ECKey KEY = generate("");
    private static final ECKey SERVICE_KEY = generate(ServiceTokens.KEY_PREFIX);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private TestTokens() {}

    /** An {@code Authorization} value for a caller of {@code clientId}. */
    public static String bearer(UUID clientId, Role... roles) {
        return "Bearer " + sign(KEY, clientId, roles);
    }

    /** As {@link #bearer}, signed by a key that no service trusts. */
    public static String forged(UUID clientId, Role... roles) {
        return "Bearer " + sign(generate(""), clientId, roles);
    }

    /** The public keys as services are given them: a JWK set. */
    public static String publicKeys() {
        return new JWKSet(List.of(KEY.toPublicJWK(), SERVICE_KEY.toPublicJWK())).toString();
    }

    /** An {@code Authorization} value as a service uses it when it asks another for {@code clientId}. */
    public static String service(UUID clientId) {
        return "Bearer " + new ServiceTokens("test-service", SERVICE_KEY, Clock.systemUTC()).issue(clientId);
    }

    /** The private key as services that ask others are given it: a JWK. */
    public static String serviceKey() {
        return SERVICE_KEY.toJSONString();
    }

    /** The private key as the gateway is given it: a JWK. */
    public static String signingKey() {
        return KEY.toJSONString();
    }

    private static String sign(ECKey key, UUID clientId, Role... roles) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("colophon-gateway")
                .audience("colophon-services")
                .subject("test")
                .claim("client_id", clientId.toString())
                .claim(
                        "roles",
                        Arrays.stream(roles)
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .toList())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(LIFE)))
                .build();
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey generate(String prefix) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(prefix + UUID.randomUUID())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

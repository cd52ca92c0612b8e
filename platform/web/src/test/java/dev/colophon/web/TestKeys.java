package dev.colophon.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.InternalTokens;
import dev.colophon.web.security.Role;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Two keys that the test service trusts, as during a rotation, and callers to sign for. */
public final class TestKeys {

    public static final ECKey OLD = generate("old");
    public static final ECKey CURRENT = generate("current");
    public static final ECKey SERVICE = generate("service-1");
    public static final UUID CLIENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    private TestKeys() {}

    public static String publicSet() {
        return new JWKSet(java.util.List.of(OLD, CURRENT, SERVICE)).toString(true);
    }

    public static Caller caller(Role... roles) {
        return new Caller(CLIENT, "somebody", Set.of(roles));
    }

    public static String bearer(Role... roles) {
        return "Bearer " + new InternalTokens(CURRENT, Clock.systemUTC()).issue(caller(roles));
    }

    public static ECKey generate(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

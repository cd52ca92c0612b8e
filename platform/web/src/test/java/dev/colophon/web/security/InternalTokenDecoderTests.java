package dev.colophon.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.colophon.web.TestKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

class InternalTokenDecoderTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final InternalTokenDecoder decoder =
            new InternalTokenDecoder(InternalKeys.publicKeys(TestKeys.publicSet()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void readsBackTheCallerThatWasVouchedFor() {
        Caller caller = TestKeys.caller(Role.ADMIN, Role.OPERATOR);

        Jwt token = decoder.decode(issuedAt(NOW, TestKeys.CURRENT, caller)).block();

        assertThat(new InternalTokenConverter().convert(token).block())
                .isInstanceOfSatisfying(CallerAuthentication.class, found -> assertThat(found.caller())
                        .isEqualTo(caller));
    }

    @Test
    void acceptsEveryKeyOfARotation() {
        assertThat(decoder.decode(issuedAt(NOW, TestKeys.OLD, TestKeys.caller()))
                        .block())
                .isNotNull();
    }

    @Test
    void knowsAServiceByItsOwnKey() {
        UUID client = UUID.randomUUID();

        Jwt token = decoder.decode(service(TestKeys.SERVICE, client)).block();

        assertThat(new InternalTokenConverter().convert(token).block())
                .isInstanceOfSatisfying(CallerAuthentication.class, found -> {
                    assertThat(found.caller().isService()).isTrue();
                    assertThat(found.caller().clientId()).isEqualTo(client);
                    assertThat(found.caller().roles()).isEmpty();
                });
    }

    @Test
    void letsNoServiceVouchForACallerFromOutside() {
        refuses(issuedAt(NOW, TestKeys.SERVICE, TestKeys.caller(Role.OPERATOR)));
        Jwt token = decoder.decode(
                        new InternalTokens(TestKeys.SERVICE, Clock.fixed(NOW, ZoneOffset.UTC), ServiceTokens.ISSUER)
                                .issue(TestKeys.caller(Role.OPERATOR)))
                .block();

        assertThatExceptionOfType(InvalidBearerTokenException.class)
                .isThrownBy(() -> new InternalTokenConverter().convert(token).block());
    }

    @Test
    void letsTheGatewayVouchForNoService() {
        Caller posing = new Caller(UUID.randomUUID(), "service:etl-service", Set.of());
        Jwt token = decoder.decode(issuedAt(NOW, TestKeys.CURRENT, posing)).block();

        assertThatExceptionOfType(InvalidBearerTokenException.class)
                .isThrownBy(() -> new InternalTokenConverter().convert(token).block());
    }

    private static String service(ECKey key, UUID client) {
        return new ServiceTokens("etl-service", key, Clock.fixed(NOW, ZoneOffset.UTC)).issue(client);
    }

    @Test
    void vouchesByTheSameTokenForHalfItsLife() {
        MutableClock clock = new MutableClock(NOW);
        InternalTokens tokens = new InternalTokens(TestKeys.CURRENT, clock);
        Caller caller = TestKeys.caller(Role.MEMBER);
        String first = tokens.issue(caller);

        assertThat(tokens.issue(TestKeys.caller(Role.MEMBER))).isEqualTo(first);
        assertThat(tokens.issue(TestKeys.caller(Role.ADMIN))).isNotEqualTo(first);
        clock.now = NOW.plus(InternalTokens.LIFE.dividedBy(2));
        assertThat(tokens.issue(caller)).isNotEqualTo(first);
    }

    @Test
    void refusesATokenThatItVerifiedOnceItHasExpired() {
        MutableClock clock = new MutableClock(NOW);
        InternalTokenDecoder remembering =
                new InternalTokenDecoder(InternalKeys.publicKeys(TestKeys.publicSet()), clock);
        String token = new InternalTokens(TestKeys.CURRENT, clock).issue(TestKeys.caller(Role.MEMBER));

        Jwt first = remembering.decode(token).block();
        assertThat(remembering.decode(token).block()).isSameAs(first);

        clock.now = NOW.plus(InternalTokens.LIFE).plusSeconds(11);
        assertThatExceptionOfType(BadJwtException.class)
                .isThrownBy(() -> remembering.decode(token).block());
    }

    private static final class MutableClock extends Clock {

        private Instant now;

        private MutableClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void refusesAnExpiredToken() {
        refuses(issuedAt(NOW.minus(InternalTokens.LIFE).minusSeconds(11), TestKeys.CURRENT, TestKeys.caller()));
    }

    @Test
    void refusesATokenThatNeverExpires() throws JOSEException {
        refuses(signed(TestKeys.CURRENT, claims -> claims.expirationTime(null)));
    }

    @Test
    void refusesAnotherAudienceOrIssuer() throws JOSEException {
        refuses(signed(TestKeys.CURRENT, claims -> claims.audience("somebody-else")));
        refuses(signed(TestKeys.CURRENT, claims -> claims.audience((String) null)));
        refuses(signed(TestKeys.CURRENT, claims -> claims.issuer("somebody-else")));
    }

    @Test
    void refusesAnUnknownKeyAndAForgedOneWithAKnownName() {
        refuses(issuedAt(NOW, TestKeys.generate("unknown"), TestKeys.caller()));
        refuses(issuedAt(NOW, TestKeys.generate("current"), TestKeys.caller()));
    }

    @Test
    void refusesATokenThatNamesNoKey() throws JOSEException {
        refuses(sign(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(TestKeys.CURRENT), claims -> {}));
    }

    @Test
    void refusesOtherAlgorithmsAndNoneAtAll() throws JOSEException {
        byte[] publicKey =
                TestKeys.CURRENT.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);

        refuses(new PlainJWT(claims(any -> {})).serialize());
        refuses(sign(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("current").build(),
                new MACSigner(publicKey),
                claims -> {}));
    }

    @Test
    void refusesATokenWithoutAClient() throws JOSEException {
        Jwt token = decoder.decode(signed(TestKeys.CURRENT, claims -> claims.claim("client_id", "nobody")))
                .block();

        assertThatExceptionOfType(org.springframework.security.core.AuthenticationException.class)
                .isThrownBy(() -> new InternalTokenConverter().convert(token).block());
    }

    @Test
    void doesNotStartWithoutKeys() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> InternalKeys.publicKeys(null));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> InternalKeys.publicKeys("{\"keys\":[]}"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> InternalKeys.signingKey("{\"kty\":\"EC\",\"d\":\"secret\"}"))
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    private void refuses(String token) {
        assertThatExceptionOfType(BadJwtException.class)
                .isThrownBy(() -> decoder.decode(token).block(Duration.ofSeconds(5)));
    }

    private static String issuedAt(Instant time, ECKey key, Caller caller) {
        return new InternalTokens(key, Clock.fixed(time, ZoneOffset.UTC)).issue(caller);
    }

    private static String signed(ECKey key, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), new ECDSASigner(key), change);
    }

    private static String sign(JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> change)
            throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims(change));
        token.sign(signer);
        return token.serialize();
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(InternalTokens.ISSUER)
                .audience(InternalTokens.AUDIENCE)
                .subject("somebody")
                .expirationTime(Date.from(NOW.plusSeconds(30)))
                .claim("client_id", TestKeys.CLIENT.toString());
        change.accept(claims);
        return claims.build();
    }
}

package dev.colophon.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class AnswerSealTests {

    private static final byte[] ANSWER = "{\"key\":\"col_secret\"}".getBytes(StandardCharsets.UTF_8);

    private final ECKey key = key();
    private final AnswerSeal seal = AnswerSeal.derivedFrom(key, new SecureRandom());

    @Test
    void opensWhatItSealed() {
        byte[] sealed = seal.seal(ANSWER);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(AnswerSeal.derivedFrom(key, new SecureRandom()).open(sealed)).isEqualTo(ANSWER);
    }

    @Test
    void opensNothingThatWasChangedOrSealedByAnother() {
        byte[] sealed = seal.seal(ANSWER);
        AnswerSeal other = AnswerSeal.derivedFrom(key(), new SecureRandom());

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> other.open(sealed));
        sealed[sealed.length - 1] ^= 1;
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> seal.open(sealed));
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

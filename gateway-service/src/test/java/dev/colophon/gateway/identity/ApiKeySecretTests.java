package dev.colophon.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTests {

    private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());

    @Test
    void looksLikeAKeyAndIsReadBack() {
        assertThat(secret.reveal()).matches("col_[A-Za-z0-9_-]{43}");
        assertThat(ApiKeySecret.parse(secret.reveal()))
                .hasValueSatisfying(read -> assertThat(read.hash()).isEqualTo(secret.hash()));
    }

    @Test
    void isAnotherEachTime() {
        assertThat(ApiKeySecret.generate(new SecureRandom()).reveal()).isNotEqualTo(secret.reveal());
    }

    @Test
    void isStoredAsItsSha256() {
        ApiKeySecret zero = ApiKeySecret.parse("col_" + "A".repeat(43)).orElseThrow();

        assertThat(zero.hexHash()).isEqualTo("91fa3dddcb09213e934baec76254c09c5be724eadaa6abff883ea81ca38d59ad");
    }

    @Test
    void printsOnlyItsPrefix() {
        assertThat(secret.toString()).hasSizeLessThan(15).doesNotContain(secret.reveal());
        assertThat(secret.reveal()).startsWith(secret.prefix());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "col_",
                "col_short",
                "xol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "col_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
            })
    void refusesWhatIsNoKey(String text) {
        assertThat(ApiKeySecret.parse(text)).isEmpty();
    }
}

package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTests {

    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "It's a Secret to Everybody";

    /** The example of GitHub's documentation. */
    private static final String RIGHT = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void acceptsTheRightSignature() {
        assertThat(Signature.matches(RIGHT, BODY, SECRET)).isTrue();
        assertThat(Signature.matches(" " + RIGHT, BODY, SECRET)).isTrue();
    }

    @Test
    void refusesAnythingElse() {
        assertThat(Signature.matches(RIGHT.replace("757", "857"), BODY, SECRET)).isFalse();
        assertThat(Signature.matches(RIGHT.substring(0, RIGHT.length() - 1), BODY, SECRET))
                .as("truncated")
                .isFalse();
        assertThat(Signature.matches(RIGHT + "00", BODY, SECRET)).isFalse();
        assertThat(Signature.matches(RIGHT.replace("sha256=", "sha1=00"), BODY, SECRET))
                .isFalse();
        assertThat(Signature.matches(RIGHT.replace("757107", "zzzzzz"), BODY, SECRET))
                .isFalse();
        assertThat(Signature.matches(RIGHT, BODY, SECRET + " ")).isFalse();
        assertThat(Signature.matches(RIGHT, BODY, "")).isFalse();
        assertThat(Signature.matches(RIGHT, "Hello, World! ".getBytes(StandardCharsets.UTF_8), SECRET))
                .isFalse();
        assertThat(Signature.matches("", BODY, SECRET)).isFalse();
    }
}

package dev.colophon.persistence.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretBoxTests {

    private static final byte[] OLD = key(1);
    private static final byte[] NEW = key(2);

    private final SecretBox box = new SecretBox(Map.of("old", OLD), "old");

    @Test
    void opensWhatItSealed() {
        String sealed = box.seal("{\"api_key\":\"sk-ü\"}", "integration/1");

        assertThat(sealed).startsWith("v1.old.").doesNotContain("sk-");
        assertThat(SecretBox.keyIdOf(sealed)).isEqualTo("old");
        assertThat(box.open(sealed, "integration/1")).isEqualTo("{\"api_key\":\"sk-ü\"}");
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        assertThat(box.seal("text", "a")).isNotEqualTo(box.seal("text", "a"));
    }

    @Test
    void opensNothingThatBelongsToSomethingElse() {
        String sealed = box.seal("text", "integration/1");

        assertThatExceptionOfType(UnopenableSecretException.class)
                .isThrownBy(() -> box.open(sealed, "integration/2"))
                .withMessageNotContaining(sealed);
    }

    @Test
    void noticesAChangedSecret() {
        String sealed = box.seal("text", "a");
        char last = sealed.charAt(sealed.length() - 3);
        String changed = sealed.substring(0, sealed.length() - 3)
                + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 2);

        for (String wrong :
                new String[] {changed, sealed.substring(0, 12), "v1.old.", "v2.old.AAAA", "text", "v1.old.?"}) {
            assertThatExceptionOfType(UnopenableSecretException.class).isThrownBy(() -> box.open(wrong, "a"));
        }
    }

    @Test
    void rotatesToANewKeyAndStillOpensTheOldOnes() {
        String before = box.seal("text", "a");
        SecretBox rotated = new SecretBox(Map.of("old", OLD, "new", NEW), "new");

        assertThat(rotated.open(before, "a")).isEqualTo("text");
        assertThat(SecretBox.keyIdOf(rotated.seal("text", "a"))).isEqualTo("new");
        assertThatExceptionOfType(UnopenableSecretException.class)
                .isThrownBy(() -> box.open(rotated.seal("text", "a"), "a"))
                .withMessageContaining("no key \"new\"");
    }

    @Test
    void refusesKeysThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretBox(Map.of("a", new byte[16]), "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretBox(Map.of("a.b", OLD), "a.b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretBox(Map.of("a", OLD), "b"));
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) seed);
        return key;
    }
}

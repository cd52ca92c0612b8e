package dev.colophon.etl.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenLimitTests {

    @Test
    void countsWordsSignsAndScriptsWithoutSpaces() {
        assertThat(TokenLimit.tokens("")).isZero();
        assertThat(TokenLimit.tokens("a word, international")).isEqualTo(1 + 1 + 1 + 4);
        assertThat(TokenLimit.tokens("修复登录")).isEqualTo(4);
    }

    @Test
    void leavesWhatFits() {
        assertThat(TokenLimit.shortened("one two three", 100)).isEqualTo("one two three");
    }

    @Test
    void cutsBetweenWordsAndNotWithin() {
        assertThat(TokenLimit.shortened("internationalisation of everything", 3))
                .isEqualTo("internationa …");
        assertThat(TokenLimit.shortened("one two international", 4)).isEqualTo("one two …");
        assertThat(TokenLimit.shortened("修复登录问题", 4)).isEqualTo("修复登录 …");
        String text = "word ".repeat(100) + "\n\n" + "next ".repeat(10);
        assertThat(TokenLimit.shortened(text, 105))
                .isEqualTo("word ".repeat(100).strip() + " …");
    }

    @Test
    void neverCutsASurrogatePair() {
        assertThat(TokenLimit.shortened("🙂".repeat(10), 3)).isEqualTo("🙂🙂🙂 …");
    }
}

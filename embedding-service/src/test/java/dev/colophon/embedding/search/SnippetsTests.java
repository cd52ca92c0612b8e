package dev.colophon.embedding.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetsTests {

    @Test
    void pointsAtTheWordsOfTheQuery() {
        Snippet snippet = Snippets.of("prolong the leases", "A lease is prolonged,\nand the  other leases are not.");

        assertThat(snippet.text()).isEqualTo("A lease is prolonged, and the other leases are not.");
        assertThat(marked(snippet)).containsExactly("lease", "prolonged", "leases");
    }

    @Test
    void pointsAtNothingThatOnlyJoinsWords() {
        assertThat(Snippets.of("what is it and how", "What it is, and how it is done.")
                        .highlights())
                .isEmpty();
    }

    @Test
    void prefersWhatFewSentencesSay() {
        String text =
                "The consumer polls. ".repeat(30) + "Then its lease is prolonged. " + "The consumer polls. ".repeat(30);

        assertThat(Snippets.of("lease of a consumer", text).text()).contains("lease is prolonged");
    }

    @Test
    void readsTextThatLeavesNoRoomBetweenWords() {
        String text = "前書きです。".repeat(60) + "検索エンジンの設定を変更する。" + "後書きです。".repeat(60);

        Snippet snippet = Snippets.of("検索エンジン", text);

        assertThat(marked(snippet)).contains("検索エンジン");
        assertThat(snippet.text()).hasSizeLessThan(300);
    }

    @Test
    void readsTextFromRightToLeft() {
        assertThat(marked(Snippets.of("מחשב", "קניתי מחשב חדש"))).containsExactly("מחשב");
        assertThat(marked(Snippets.of("قاعدة البيانات", "نسخ قاعدة البيانات كل ليلة")))
                .containsExactly("قاعدة", "البيانات");
    }

    @Test
    void cutsNoCharacter() {
        String text = Snippets.of("nothing", "\ud83d\ude00".repeat(500)).text();

        assertThat(text.codePoints().filter(c -> c != '…').distinct().toArray()).containsExactly(0x1f600);
    }

    private static List<String> marked(Snippet snippet) {
        return snippet.highlights().stream()
                .map(highlight -> snippet.text().substring(highlight.start(), highlight.end()))
                .toList();
    }
}

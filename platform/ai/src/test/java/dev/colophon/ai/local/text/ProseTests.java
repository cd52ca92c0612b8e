package dev.colophon.ai.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProseTests {

    private final SentenceSplitter splitter = SentenceSplitter.load();

    @Test
    void keepsTheWordsAndDropsTheMarkup() {
        Prose prose = Prose.of("""
                ---
                title: x
                ---
                # A *heading*

                See [the guide](https://example.org/guide) and `max.poll.records`.

                - first item
                - second ![badge](b.svg) item

                | a | table |
                |---|-------|
                """);

        assertThat(prose.blocks())
                .containsExactly(
                        new Block(Block.Kind.HEADING, "A heading"),
                        new Block(Block.Kind.PARAGRAPH, "See the guide and max.poll.records."),
                        new Block(Block.Kind.LIST_ITEM, "first item"),
                        new Block(Block.Kind.LIST_ITEM, "second item"));
    }

    @Test
    void dropsTrailersReferencesAndFramesButRemembersTheirClasses() {
        Prose prose = Prose.of("""
                The relay stops.

                Caused by: java.lang.IllegalStateException: closed
                \tat dev.example.OutboxRelay.run(OutboxRelay.java:12)

                Fixes: #12
                Signed-off-by: Jane Doe <jane@example.org>
                """);

        assertThat(prose.text()).isEqualTo("The relay stops.");
        assertThat(prose.codeNames()).contains("IllegalStateException", "OutboxRelay");
        assertThat(prose.codeDensity()).isGreaterThan(0.5);
    }

    @Test
    void splitsWhereSentencesEndAndNowhereElse() {
        assertThat(splitter.split("Use v3.5.15 of java.lang, see e.g. KAFKA-1 for it. Dr. Smith agrees. It works!"))
                .containsExactly(
                        "Use v3.5.15 of java.lang, see e.g. KAFKA-1 for it.", "Dr. Smith agrees.", "It works!");
        assertThat(splitter.split("这是第一句。这是第二句。")).hasSize(2);
    }

    @Test
    void survivesAnyText() {
        List<String> hostile = List.of(
                "",
                "\u0000\u0001\u0002",
                "[".repeat(50_000),
                "> ".repeat(50_000) + "x",
                "- ".repeat(50_000) + "x",
                "*a **b ".repeat(20_000),
                "`".repeat(100_000),
                "<div>".repeat(50_000),
                "a.".repeat(200_000),
                "x".repeat(1_000_000),
                "\uD800".repeat(1_000),
                "漢字".repeat(100_000),
                "(".repeat(50_000) + "#1");

        for (String text : hostile) {
            assertThatCode(() -> splitter.split(Prose.of(text))).doesNotThrowAnyException();
        }
    }

    @Test
    void recognisesWhatPointsWithoutMeaning() {
        assertThat(List.of("1.2.3", "v2", "4.0.0-M2", "3.3.x", "2026-11-21")).allMatch(Identifiers::isNumber);
        assertThat(List.of("9f8e7d6c5b", "e9aedeeeccd0672fac64ecd3ee1712e4bda322a4"))
                .allMatch(Identifiers::isHash);
        assertThat(List.of("gh-12", "KAFKA-77")).allMatch(Identifiers::isReference);
        assertThat(List.of("defaced", "CVE-2024-1234", "kafka"))
                .noneMatch(word -> Identifiers.isHash(word) || Identifiers.isReference(word));
    }
}

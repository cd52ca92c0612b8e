package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeywordExtractorTests {

    private static final LocalLanguage LANGUAGE = LocalLanguage.load();
    private static final String TEXT = """
            # Retry topics

            A retry topic holds records that a consumer could not handle. The listener container reads each retry topic
            after its back-off. When the last retry topic gives up, the record goes to a dead letter topic.

            Set `max.poll.records` so that a `KafkaTemplate` is not called too often. CVE-2024-1234 was fixed in 3.1.2
            by commit 9f8e7d6c5b. The dead letter topic keeps the record with its cause.

            ```java
            KafkaTemplate<String, SecretThing> template = new KafkaTemplate<>();
            ```

            > Somebody quoted an unrelated zebra here.
            """;

    private final KeywordExtractor extractor = LANGUAGE.keywords();

    @Test
    void findsThePhrasesThatTheTextIsAbout() {
        Keywords keywords = extractor.extract(TEXT, 8);

        assertThat(keywords.method()).isEqualTo(Keywords.Method.YAKE);
        assertThat(texts(keywords)).anySatisfy(text -> assertThat(text).isEqualToIgnoringCase("dead letter topic"));
        assertThat(texts(keywords)).anySatisfy(text -> assertThat(text).startsWithIgnoringCase("retry topic"));
        assertThat(keywords.keywords().get(0).score()).isEqualTo(1.0);
        assertThat(keywords.keywords()).extracting(Keyword::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void keepsNamesFromCodeWhole() {
        assertThat(texts(extractor.extract(TEXT, 50))).contains("max.poll.records", "KafkaTemplate");
    }

    @Test
    void readsNeitherCodeBlocksNorQuotesNorHashesNorVersions() {
        String all = String.join(" ", texts(extractor.extract(TEXT, 100)));

        assertThat(all).doesNotContain("SecretThing", "zebra", "9f8e7d6c5b", "3.1.2");
    }

    @Test
    void dropsNearDuplicates() {
        Keywords keywords = extractor.extract("Listener container. The listener containers. Listener-container!", 10);

        assertThat(keywords.keywords()).hasSize(1);
    }

    @Test
    void countsAndPlacesWordsWhereATextIsTooShortForStatistics() {
        Keywords keywords = extractor.extract("Circuit breaker for remote calls", 5);

        assertThat(keywords.method()).isEqualTo(Keywords.Method.FREQUENCY);
        assertThat(texts(keywords)).contains("Circuit breaker");
    }

    @Test
    void takesTheTitleWhereThereIsNoText() {
        Keywords keywords = extractor.extract("Outbox relay", "", 5);

        assertThat(keywords.method()).isEqualTo(Keywords.Method.TITLE);
        assertThat(texts(keywords)).containsExactly("Outbox relay");
    }

    @Test
    void findsNothingInNothing() {
        assertThat(extractor.extract(" \n\t ", 5)).isEqualTo(new Keywords(List.of(), Keywords.Method.NONE));
    }

    @Test
    void readsOtherLanguagesWithTheirStopWords() {
        Keywords german = extractor.extract(
                "Der Dienst speichert die Nachricht in der Datenbank. Die Datenbank liest der Dienst und die Nachricht"
                        + " wird von der Warteschlange an den Dienst und nicht an die Datenbank gesendet.",
                5);

        assertThat(texts(german))
                .anyMatch(text -> text.contains("Datenbank"))
                .noneMatch(text -> text.equalsIgnoreCase("die"));
        assertThat(texts(extractor.extract("データベース接続プールの設定。データベース接続プールは重要です。", 5)))
                .isNotEmpty();
    }

    private static List<String> texts(Keywords keywords) {
        return keywords.keywords().stream().map(Keyword::text).toList();
    }
}

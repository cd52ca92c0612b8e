package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagMakerTests {

    private static final LocalLanguage LANGUAGE = LocalLanguage.load();

    private final TagMaker tagMaker = LANGUAGE.tags();

    @Test
    void tagsAProjectByWhatItsTextsSpeakOf() {
        List<String> tags = tags(
                ProjectTexts.of(
                        "payments",
                        "A circuit breaker and rate limiter for calls to payment providers",
                        "# Payments\n\nThe circuit breaker opens after five failures. Every payment provider has a rate limiter."));

        assertThat(tags).contains("circuit-breaker", "rate-limiter");
        assertThat(tags).allMatch(tag -> tag.matches("[a-z0-9]+(?:-[a-z0-9]+){0,2}"));
    }

    @Test
    void takesNoTagFromTheVocabularyOfWork() {
        List<String> items = List.of(
                "Merge pull request #12 from jane/fix-typo\n\nFix typo in javadoc",
                "Bump actions/checkout from 5.0.0 to 6.0.1 (#1550)",
                "GH-1234: Polish retry topic naming\n\nFixes: #1234\n\nSigned-off-by: Jane Q. Doe <jane@example.org>",
                "Add retry topic suffix; cleanup 9f8e7d6c5b4a\n\nCo-authored-by: Max Power <max@example.org>",
                "KAFKA-77 Update retry topic docs for v3.5.15 and CI");

        List<String> tags = tags(new ProjectTexts("demo", null, List.of(), items, List.of("jane")));

        assertThat(tags).contains("retry-topic");
        assertThat(String.join(" ", tags))
                .doesNotContain(
                        "merge",
                        "fix",
                        "bump",
                        "typo",
                        "javadoc",
                        "polish",
                        "gh",
                        "signed",
                        "jane",
                        "doe",
                        "max",
                        "power",
                        "9f8e7d6c5b4a",
                        "kafka",
                        "3.5.15",
                        "checkout",
                        "cleanup");
    }

    @Test
    void keepsAWordOfTheProjectThoughAnAuthorIsCalledSo() {
        List<String> tags = tags(new ProjectTexts(
                "agent toolkit",
                "An agent toolkit",
                List.of(),
                List.of("Let the agent call a weather tool", "Give the agent a memory store"),
                List.of("agent", "Weather Smith")));

        assertThat(tags).contains("agent").doesNotContain("smith", "weather");
    }

    @Test
    void ignoresTheLinesOfATemplate() {
        List<String> items = new ArrayList<>();
        for (String store : List.of("Chroma", "Milvus", "Qdrant", "Weaviate")) {
            items.add("Support filters in the " + store + " vector store\n\n- [X] I have read the kangaroo policy\n"
                    + "The kangaroo policy was obeyed");
        }

        assertThat(tags(new ProjectTexts("x", null, List.of(), items, List.of())))
                .contains("vector-store")
                .noneMatch(tag -> tag.contains("kangaroo"));
    }

    @Test
    void readsClassNamesAsWords() {
        List<String> items = List.of(
                "Let RetryTopicConfigurer scan lazily",
                "RetryTopicBootstrapper: register once",
                "Speed up RetryTopicNames");

        assertThat(tags(new ProjectTexts("x", null, List.of(), items, List.of())))
                .contains("retry-topic");
    }

    @Test
    void givesNoMoreThanAskedForAndTheSameEachTime() {
        ProjectTexts project = ProjectTexts.of("search", "Hybrid search with vector index and lexical ranking", null);

        assertThat(tagMaker.tags(project, 2)).hasSize(2).isEqualTo(tagMaker.tags(project, 2));
    }

    @Test
    void findsNothingInNothing() {
        assertThat(tagMaker.tags(ProjectTexts.of("", null, null), 10)).isEmpty();
    }

    private List<String> tags(ProjectTexts project) {
        return tagMaker.tags(project, 10).stream().map(Tag::name).toList();
    }
}

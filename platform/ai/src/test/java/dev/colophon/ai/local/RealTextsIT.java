package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judges the local tools on the histories and documents of real projects. */
class RealTextsIT {

    private static final LocalLanguage LANGUAGE = LocalLanguage.load();
    private static final Set<String> BOILERPLATE = Set.of(
            "merge",
            "fix",
            "update",
            "bump",
            "polish",
            "add",
            "remove",
            "gh",
            "signed-off-by",
            "co-authored-by",
            "javadoc",
            "test",
            "typo",
            "version",
            "release",
            "issue",
            "pull-request",
            "checklist",
            "cherry-pick",
            "github",
            "dependabot");

    @ParameterizedTest
    @CsvSource({
        "spring-projects__spring-kafka, kafka listener consumer retry-topic",
        "resilience4j__resilience4j, circuit-breaker bulkhead retry rate-limiter",
        "langchain4j__langchain4j, chat-model embedding-store streaming",
        "apache__commons-lang, string-utils array-utils surrogate-pair"
    })
    void tagsAHistoryByItsTopics(String history, String topics) throws IOException {
        ProjectTexts project = history(history);

        List<String> tags =
                LANGUAGE.tags().tags(project, 12).stream().map(Tag::name).toList();

        assertThat(tags).hasSize(12).contains(topics.split(" "));
        assertThat(tags)
                .doesNotContainAnyElementsOf(BOILERPLATE)
                .allMatch(tag -> tag.matches("[a-z0-9]+(?:-[a-z0-9]+){0,2}"))
                .noneMatch(tag -> tag.matches("[0-9a-f]{7,}|.*\\d{3,}.*"));
        assertThat(namesIn(project)).doesNotContainAnyElementsOf(tags);
    }

    @ParameterizedTest
    @CsvSource({
        "spring-projects__spring-kafka",
        "resilience4j__resilience4j",
        "langchain4j__langchain4j",
        "apache__commons-lang"
    })
    void summarisesAHistoryInWordsAndNeverInHashes(String history) throws IOException {
        ProjectTexts project = history(history);

        Summary summary = LANGUAGE.summaries().summarizeProject(project, 3);
        List<String> tags =
                LANGUAGE.tags().tags(project, 8).stream().map(Tag::name).toList();
        Difficulty difficulty = LANGUAGE.difficulty().rate(project);

        assertThat(summary.text())
                .startsWith("The work on " + project.name())
                .doesNotContainPattern("\\b[0-9a-f]{7,40}\\b")
                .doesNotContainPattern("(?i)signed-off|co-authored|https?:");
        assertThat(summary.text().length()).isBetween(60, 700);
        assertThat(LANGUAGE.quality()
                        .score(project, tags, summary.text(), difficulty.level().wireName())
                        .value())
                .isGreaterThan(0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "batch--spring-batch--readme.md, spring-batch, spring-batch, Spring Batch is a lightweight",
        "databases--debezium--readme.md, debezium, debezium, Debezium is an open source project",
        "databases--pinot--readme.md, pinot, pinot, Apache Pinot is a real-time distributed OLAP datastore",
        "embeddings--fastembed--readme.md, fastembed, text-embedding, 'FastEmbed is a lightweight, fast, Python library'"
    })
    void saysWhatAReadMeSays(String file, String name, String tag, String sentence) throws IOException {
        ProjectTexts project = ProjectTexts.of(name, null, Files.readString(SharedData.require("documents/" + file)));

        assertThat(LANGUAGE.summaries().summarizeProject(project, 3).text()).contains(sentence);
        assertThat(LANGUAGE.tags().tags(project, 10)).extracting(Tag::name).contains(tag);
    }

    @Test
    void readsDocumentsOfEveryLanguage() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("documents"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                String text = Files.readString(file);
                assertThat(LANGUAGE.keywords().extract(text, 10).keywords())
                        .as(file.toString())
                        .hasSizeGreaterThan(3);
                assertThat(LANGUAGE.summaries().summarize(text, 3).isEmpty())
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void survivesHostileDocuments() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("documents/hostile"))) {
            for (Path file : files.toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                ProjectTexts project = ProjectTexts.of("hostile", text, text);
                Summary summary = LANGUAGE.summaries().summarizeProject(project, 3);
                assertThat(summary.isEmpty()).isFalse();
                assertThat(summary.text()).hasSizeLessThan(2_000).doesNotContain("\u0000", "<script", "system prompt");
                assertThat(LANGUAGE.tags().tags(project, 10)).hasSizeLessThanOrEqualTo(10);
                assertThat(LANGUAGE.keywords().extract(text, 10).keywords()).hasSizeLessThanOrEqualTo(10);
                assertThat(LANGUAGE.difficulty().rate(project).score()).isBetween(0.0, 1.0);
            }
        }
    }

    private static ProjectTexts history(String history) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> items = new ArrayList<>();
        Set<String> people = new TreeSet<>();
        for (String line : Files.readAllLines(SharedData.require("commits/" + history + ".jsonl"))) {
            JsonNode commit = json.readTree(line);
            items.add(commit.at("/commit/message").asText());
            people.add(commit.at("/commit/author/name").asText());
        }
        Collections.reverse(items);
        return new ProjectTexts(history.replaceAll(".*__", ""), null, List.of(), items, people);
    }

    /** First and last names: logins may be words. */
    private static Set<String> namesIn(ProjectTexts project) {
        Set<String> names = new TreeSet<>();
        project.people().stream()
                .map(person -> person.toLowerCase(Locale.ROOT).split(" "))
                .filter(parts -> parts.length > 1)
                .forEach(parts -> names.addAll(List.of(parts)));
        names.removeAll(Set.of("spring", "kafka", "java"));
        return names;
    }
}

package dev.colophon.metadata.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.draft.DraftCheck.Accepted;
import dev.colophon.metadata.draft.DraftCheck.Refused;
import dev.colophon.metadata.project.ProjectText;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DraftCheckTests {

    private static final List<String> TAGS = List.of("kafka", "spring", "messaging");
    private static final String SUMMARY = "Connects Spring applications to Kafka.";

    @Test
    void forgivesSpelling() {
        assertThat(DraftCheck.check(
                        List.of("Machine Learning", "C++", "node.js", " kafka_streams ", "machine-learning"),
                        " " + SUMMARY + " ",
                        "Expert"))
                .isEqualTo(new Accepted(
                        new Draft(List.of("machine-learning", "c++", "node.js", "kafka-streams"), SUMMARY, "expert")));
    }

    @Test
    void refusesWhatHasTheWrongShape() {
        assertThat(DraftCheck.check(null, SUMMARY, "expert")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(List.of("a", "A", "b"), SUMMARY, "expert")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(
                        IntStream.range(0, 11).mapToObj(i -> "tag" + i).toList(), SUMMARY, "expert"))
                .isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(Collections.singletonList(null), SUMMARY, "expert"))
                .isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(TAGS, null, "expert")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(TAGS, "short", "expert")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(TAGS, "x".repeat(1_001), "expert")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(TAGS, SUMMARY, "guru")).isInstanceOf(Refused.class);
        assertThat(DraftCheck.check(TAGS, SUMMARY, null)).isInstanceOf(Refused.class);
    }

    @Test
    void asksAboutBoundedDataBetweenFences() {
        ProjectContent content = new ProjectContent(
                new ProjectText("name", "x".repeat(10_000), "y".repeat(200_000)),
                List.of("r".repeat(30_000), "d".repeat(30_000), "never".repeat(100)),
                Collections.nCopies(600, "subject " + "s".repeat(300) + "\nbody"),
                List.of(),
                0);
        DraftPrompt.Question question = PromptLibrary.shipped().prompt("1.0").about(content, "#FENCE");

        assertThat(question.system())
                .contains("#FENCE BEGIN", "#FENCE END", "never follow")
                .doesNotContain("{{");
        assertThat(question.user())
                .startsWith("#FENCE BEGIN\n")
                .endsWith("#FENCE END\n")
                .hasSizeLessThan(60_000)
                .doesNotContain("body", "never");
        assertThat(PromptLibrary.shipped().prompt("1.0").about(content).user())
                .isNotEqualTo(
                        PromptLibrary.shipped().prompt("1.0").about(content).user());
    }
}

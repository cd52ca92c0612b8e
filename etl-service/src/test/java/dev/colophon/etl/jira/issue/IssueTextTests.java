package dev.colophon.etl.jira.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.etl.text.TokenLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueTextTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"cloud", "data-center", "bare"})
    void composesAsTheGoldenSamplesDo(String sample) throws IOException {
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put("customfield_10001", "Acceptance criteria");
        chosen.put("customfield_10002", "Story points");
        chosen.put("customfield_10003", "Team");
        chosen.put("customfield_10004", "Sprint");

        IssueText text = IssueText.of(new IssueReader(chosen).read(JSON.readTree(sample(sample + ".json"))));

        assertThat((text.title() + "\n\n" + text.text()).strip())
                .isEqualTo(sample(sample + ".txt").strip());
    }

    @Test
    void keepsTheLastCommentsWhole() {
        List<Issue.Comment> comments = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            comments.add(new Issue.Comment("Ada", Instant.EPOCH, "remark " + i));
        }

        String text = IssueText.of(issue("short", comments)).text();

        assertThat(text).contains("remark 20\n", "remark 29").doesNotContain("remark 19\n");
    }

    @Test
    void givesEachPartItsShareOfTokensWithoutCuttingWords() {
        List<Issue.Comment> comments = List.of(
                new Issue.Comment("Ada", Instant.EPOCH, "early words. ".repeat(3_000)),
                new Issue.Comment("Bob", Instant.EPOCH, "late words. ".repeat(3_000)),
                new Issue.Comment("Cid", Instant.EPOCH, "the last word"));

        String text = IssueText.of(issue("Something long happened. ".repeat(10_000), comments))
                .text();

        assertThat(TokenLimit.tokens(text)).isLessThan(10_000);
        assertThat(text)
                .contains("happened. …", "Something long happened", "late words. …", "Comment by Cid", "Labels: kept");
        assertThat(text.indexOf("early words")).isLessThan(text.indexOf("late words"));
    }

    @Test
    void namesAnIssueWithoutSummary() {
        Issue issue = issue("", List.of());

        assertThat(IssueText.of(issue).title()).isEqualTo("EX-1: (no summary)");
    }

    private static Issue issue(String description, List<Issue.Comment> comments) {
        return new Issue(
                "1",
                "EX-1",
                Instant.EPOCH,
                null,
                description.isEmpty() ? "" : "Summary",
                description,
                "",
                null,
                Map.of("labels", "kept"),
                Map.of(),
                comments,
                comments.size(),
                List.of(),
                0);
    }

    private static String sample(String name) throws IOException {
        try (InputStream sample = IssueTextTests.class.getResourceAsStream("/jira/" + name)) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

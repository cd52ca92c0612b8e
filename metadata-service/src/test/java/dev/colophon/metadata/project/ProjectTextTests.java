package dev.colophon.metadata.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.metadata.project.ProjectText.Violation;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectTextTests {

    @Test
    void isTrimmedAndBlankPartsAreNone() {
        ProjectText text = new ProjectText("  Kafka ", " \n ", " all of it ");
        assertThat(text).isEqualTo(new ProjectText("Kafka", null, "all of it"));
        assertThat(text.violations()).isEmpty();
        assertThat(text.saysSomething()).isTrue();
        assertThat(new ProjectText("Kafka", "", null).saysSomething()).isFalse();
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        assertThat(new ProjectText(" ", "x".repeat(10_001), "x".repeat(200_001)).violations())
                .containsExactly(
                        new Violation("name", "must not be empty"),
                        new Violation("description", "must be at most 10,000 characters long, is 10,001"),
                        new Violation("content", "must be at most 200,000 characters long, is 200,001"));
        assertThat(new ProjectText("x".repeat(201), null, null).violations())
                .containsExactly(new Violation("name", "must be at most 200 characters long, is 201"));
        assertThat(new ProjectText("x".repeat(200), "x".repeat(10_000), "x".repeat(200_000)).violations())
                .isEmpty();
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        ProjectText text = new ProjectText("name", "description", "content");
        assertThat(text.with(null, null, null)).isEqualTo(text);
        assertThat(text.with("other", "", null)).isEqualTo(new ProjectText("other", null, "content"));
    }

    @Test
    void hasOneHashForOneText() {
        String hash = new ProjectText("a", "b", null).hash();
        assertThat(hash).hasSize(64).isEqualTo(new ProjectText(" a ", "b ", " ").hash());
        assertThat(new ProjectText("a", null, "b").hash()).isNotEqualTo(hash);
    }

    @Test
    void keepsEventsSmallWithoutCuttingCharacters() {
        assertThat(EventText.bounded(null)).isNull();
        assertThat(EventText.bounded("short")).isEqualTo("short");
        String emoji = "\uD83D\uDE00".repeat(100_000);
        assertThat(EventText.bounded(emoji))
                .hasSize(EventText.MAX_BYTES / 4 * 2)
                .endsWith("\uD83D\uDE00");
        assertThat(EventText.bounded("\u0001".repeat(200_000))).hasSize(EventText.MAX_BYTES / 6);
    }

    @Test
    void derivesTheFirstRequestFromTheProject() {
        UUID project = UUID.randomUUID();
        assertThat(CreationRequest.idFor(project))
                .isEqualTo(CreationRequest.idFor(project))
                .isNotEqualTo(CreationRequest.idFor(UUID.randomUUID()));
    }
}

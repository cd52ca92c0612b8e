package dev.colophon.metadata.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.project.ProjectText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptLibraryTests {

    private static final ProjectContent BEES = new ProjectContent(
            new ProjectText("Bees", "Keeps bees in hives.", null), List.of("# Hives"), List.of(), List.of(), 1);

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void shipsPromptsThatFenceTheContentAndAskForWhatIsRead(String version) {
        DraftPrompt prompt = PromptLibrary.shipped().prompt(version);

        DraftPrompt.Question question = prompt.about(BEES, "#FENCE");

        assertThat(prompt.version()).isEqualTo(version);
        assertThat(question.system())
                .contains("#FENCE BEGIN", "#FENCE END", "ai_generated_tags", "content_summary", "difficulty_level")
                .doesNotContain("{{")
                .doesNotContain("bees");
        assertThat(question.user()).startsWith("#FENCE BEGIN\n").endsWith("#FENCE END\n");
        assertThat(question.user()).contains("Keeps bees in hives.", "# Hives");
    }

    @Test
    void namesTheVersionsThatThereAreWhereItIsAskedForAnother() {
        assertThatThrownBy(() -> PromptLibrary.shipped().prompt("2.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("colophon.metadata.draft.prompt-version names \"2.0\"; there are 1.0, 1.1");
    }

    @Test
    void knowsEveryPromptThatIsThere() throws Exception {
        Path prompts = Path.of(PromptLibrary.class.getResource("/prompts").toURI());
        try (Stream<Path> files = Files.list(prompts)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("metadata-1.0.txt", "metadata-1.1.txt");
        }
    }
}

package dev.colophon.etl.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.EventCodec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTests {

    @Test
    void composesACommitFromMessageFilesAndCounts() {
        CommitText text = CommitText.of(commit(
                """

                GH-3557: Adjust the replication factor

                Fixes: #3557
                 * Keep the default.

                Signed-off-by: Somebody <somebody@example.invalid>
                Co-authored-by: Another <another@example.invalid>
                """, List.of(new FileChange("core/Broker.java", "modified"), new FileChange("README.md", "added"))));

        assertThat(text.title()).isEqualTo("GH-3557: Adjust the replication factor");
        assertThat(text.text()).isEqualTo("""
                        Fixes: #3557
                         * Keep the default.

                        Files: core/Broker.java, README.md
                        2 files changed, 30 additions, 1 deletion""");
    }

    @Test
    void givesACommitWithoutMessageATitle() {
        assertThat(CommitText.of(commit("\n \n", List.of()))).isEqualTo(new CommitText("(no message)", ""));
    }

    @Test
    void keepsTheWholeOfALongSubject() {
        CommitText text = CommitText.of(commit("word ".repeat(100), List.of()));

        assertThat(text.title()).hasSize(200);
        assertThat(text.text()).startsWith("word word").hasSizeGreaterThan(400);
    }

    @Test
    void cleansWhatNoDatabaseTakes() {
        assertThat(PlainText.cleaned("a\u0000b\r\nc\rd\u0007\te\ud83dx\ud83d\ude42\ude42"))
                .isEqualTo("ab\nc\nd\tex\ud83d\ude42");
        assertThat(PlainText.shortened("ab\ud83d\ude42", 3)).isEqualTo("ab");
    }

    @Test
    void cutsLongTextsIntoPartsThatFitAnEvent() throws Exception {
        String line = "x".repeat(5_000_000);
        String quotes = "\"\n".repeat(300_000);
        String emoji = "\ud83d\ude42 word. ".repeat(100_000);

        for (String text : List.of(line, quotes, emoji, "", "short")) {
            List<String> parts = TextParts.of(text);
            assertThat(String.join("", parts)).isEqualTo(text);
            for (String part : parts) {
                assertThat(EventCodec.json().writeValueAsBytes(part)).hasSizeLessThan(200_000);
                assertThat(part.isEmpty() || !Character.isLowSurrogate(part.charAt(0)))
                        .isTrue();
            }
        }
        assertThat(TextParts.of(emoji)).allMatch(part -> part.endsWith(" ") || part.endsWith("."));
    }

    private static Commit commit(String message, List<FileChange> files) {
        return new Commit("sha", message, "Ada", Instant.EPOCH, 1, files, files.size(), 30, 1);
    }
}

package dev.colophon.etl.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.etl.text.ThreadText.Discussion;
import dev.colophon.etl.text.ThreadText.Remark;
import dev.colophon.testing.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadTextTests {

    @Test
    void composesAPullRequest() {
        ThreadText text = ThreadText.of(new Discussion(
                "  Close the pool\n when idle ",
                """
                <!-- Thank you for contributing! -->
                ## What

                Closes the **pool** of `Workers`, see [the discussion](https://example.invalid/d/1).

                - [x] tests
                - [ ] docs

                ```java
                pool.close();

                // done
                ```
                """,
                "MERGED",
                List.of("bug", " area:  core "),
                List.of(
                        new Remark("Review", "alice", "approved", ""),
                        new Remark("Review", "bob", null, "  "),
                        new Remark("Review", "bob", "changes requested", "Please *rename* it."),
                        new Remark("Review comment", "carol", "src/Pool.java", "```suggestion\nint size;\n```"),
                        new Remark("Comment", null, null, "> quoted\n\nAgreed."))));

        assertThat(text.title()).isEqualTo("Close the pool when idle");
        assertThat(text.text()).isEqualTo("""
                        What

                        Closes the pool of `Workers`, see the discussion (https://example.invalid/d/1).

                        - [x] tests
                        - [ ] docs

                        ```
                        pool.close();

                        // done
                        ```

                        State: merged
                        Labels: bug, area: core

                        Review by alice (approved)

                        Review by bob (changes requested): Please rename it.

                        Review comment by carol (src/Pool.java):
                        ```
                        int size;
                        ```

                        Comment: quoted

                        Agreed.""");
    }

    @Test
    void hasSomethingToSayOfAnEmptyThread() {
        assertThat(ThreadText.of(new Discussion(" ", null, "open", List.of(), List.of())))
                .isEqualTo(new ThreadText("(no title)", "State: open"));
    }

    @Test
    void keepsTheWholeOfALongTitle() {
        String title = "word ".repeat(60).strip();

        ThreadText text = ThreadText.of(new Discussion(title, "x", "open", List.of(), List.of()));

        assertThat(text.title()).hasSize(200);
        assertThat(text.text()).startsWith(title + "\n\nx");
    }

    @Test
    void endsLongTextsBetweenWords() {
        String body = "A sentence of some words. ".repeat(5_000);

        String text = ThreadText.of(
                        new Discussion("t", body, "open", List.of(), List.of(new Remark("Comment", "a", null, body))))
                .text();

        assertThat(TokenLimit.tokens(text)).isLessThan(6_500);
        assertThat(text)
                .contains("words. …\n\nState: open\n\nComment by a: A sentence")
                .endsWith("words. …");
    }

    @Test
    void readsTablesHtmlAndBrokenMarkdown() {
        assertThat(MarkdownText.of("| a | b |\n|---|---|\n| 1 | `2` |")).isEqualTo("a | b\n1 | `2`");
        assertThat(MarkdownText.of("<details>\n<summary>Log</summary>\n\n~~old~~ new\n\n</details>"))
                .contains("Log")
                .contains("old new")
                .doesNotContain("<");
        assertThat(MarkdownText.of("![shot](https://example.invalid/a.png) <https://example.invalid/b>"))
                .contains("shot")
                .contains("https://example.invalid/b");
        assertThat(MarkdownText.of("[unclosed](http://x `code *a **b"))
                .contains("unclosed")
                .contains("code");
        assertThat(MarkdownText.of("line one\nline two")).isEqualTo("line one\nline two");
    }

    @Test
    void takesAnyDepth() {
        assertThat(MarkdownText.of("> ".repeat(30_000) + "deep")).contains("deep");
        assertThat(MarkdownText.of("*a **b ".repeat(5_000))).contains("a");
        assertThat(MarkdownText.of("[".repeat(20_000) + "x" + "](y)".repeat(20_000)))
                .contains("x");
        assertThat(MarkdownText.of("<div>".repeat(20_000) + "x")).contains("x");
    }

    @Test
    void readsHostileDocuments() throws Exception {
        Path folder = SharedData.require("documents/hostile");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
                String some = text.substring(0, Math.min(text.length(), 65_536));
                assertThat(MarkdownText.of(some))
                        .as(file.getFileName().toString())
                        .doesNotContain("\u0000");
            }
        }
    }
}

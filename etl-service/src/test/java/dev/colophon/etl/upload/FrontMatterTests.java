package dev.colophon.etl.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.etl.item.ItemDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrontMatterTests {

    @Test
    void readsWhatADocumentSaysOfItself() {
        ItemDraft document = draft("""
                ---
                title: "Retries: how many?"
                author: Ada
                date: 2026-03-01
                tags: [queues, retries]
                draft: false
                nested: {a: 1}
                ---
                # Another heading

                Text.
                """);

        assertThat(document.title()).isEqualTo("Retries: how many?");
        assertThat(document.author()).isEqualTo("Ada");
        assertThat(document.occurredAt()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(document.attributes())
                .containsEntry("tags", "queues, retries")
                .containsEntry("draft", "false")
                .containsEntry("path", "notes.md")
                .doesNotContainKeys("nested", "title");
        assertThat(document.text()).isEqualTo("# Another heading\n\nText.\n");
    }

    @Test
    void takesARuleForTextAndNotForYaml() {
        for (String text : new String[] {
            "---\nWords: and: words\n---\nmore",
            "---\njust words\n---\nmore",
            "---\nno end",
            "words\n---\ntitle: x\n---\n",
            "---\na: !!java.net.URL [\"http://example.invalid\"]\n---\nmore",
            "---\na: &a [x]\nb: [*a,*a,*a,*a,*a,*a,*a]\nc: [" + "[".repeat(50) + "]\n---\nmore"
        }) {
            assertThat(FrontMatter.of(text).body()).isEqualTo(text);
        }
    }

    @Test
    void hasTheHeadingForATitleAndElseTheName() {
        assertThat(draft("intro\n\n# The  heading\n\ntext").title()).isEqualTo("The heading");
        assertThat(draft("only text").title()).isEqualTo("notes.md");
    }

    private static ItemDraft draft(String text) {
        return DocumentDraft.ofText(
                new Upload(UUID.randomUUID(), UUID.randomUUID(), "notes.md", Path.of("unused")), text);
    }
}

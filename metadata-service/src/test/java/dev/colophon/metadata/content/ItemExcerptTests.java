package dev.colophon.metadata.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.metadata.project.ProjectText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemExcerptTests {

    private static final ClientId CLIENT = new ClientId(UUID.randomUUID());
    private static final UUID PROJECT = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "README.md, FRONT_PAGE",
        "./readme, FRONT_PAGE",
        "README.adoc, FRONT_PAGE",
        "README-ko.ko.md, DOCUMENTATION",
        "module/README.md, DOCUMENTATION",
        "docs/guide/topics.md, DOCUMENTATION",
        "report.pdf, DOCUMENTATION",
        "LICENSE, CHORE",
        "LICENSE.txt, CHORE",
        "CHANGELOG.md, CHORE",
        ".github/pull_request_template.md, CHORE",
        "CODE_OF_CONDUCT.md, CHORE"
    })
    void ranksDocumentsByTheirPath(String path, ItemRank rank) {
        assertThat(ItemRank.of(item(ItemKind.DOCUMENT, path, 1, path, "text", null)))
                .isEqualTo(rank);
    }

    @Test
    void ranksWhatBotsAndMergesSayLast() {
        assertThat(rank("Support share consumers", "Soby Chacko")).isEqualTo(ItemRank.WORK);
        assertThat(rank("Bump slf4j", "dependabot[bot]")).isEqualTo(ItemRank.CHORE);
        assertThat(rank("Merge pull request #12 from x/y", "Ann")).isEqualTo(ItemRank.CHORE);
        assertThat(rank("Merge sorted lists in one pass", "Ann")).isEqualTo(ItemRank.WORK);
        assertThat(rank("Revert \"Add a cache\"", null)).isEqualTo(ItemRank.CHORE);
    }

    @Test
    void keepsABoundedBeginningOfWholeCharactersWithoutNul() {
        String emoji = "\uD83D\uDE00";
        String text = "a\u0000" + emoji.repeat(2_000);
        ItemExcerpt excerpt = ItemExcerpt.of(item(ItemKind.COMMIT, "1", 1, "t".repeat(999), text, "n".repeat(999)));
        assertThat(excerpt.excerpt()).startsWith("a" + emoji).hasSize(1_499).endsWith(emoji);
        assertThat(excerpt.title()).hasSize(300);
        assertThat(excerpt.author()).hasSize(100);
    }

    @Test
    void keepsWhatACommitSaysWithoutTheFilesItTouched() {
        String files = "Files: a/Listener.java, b/Topic.java and 3 more\n5 files changed, 12 additions, 1 deletion";
        assertThat(ItemExcerpt.of(item(ItemKind.COMMIT, "1", 1, "Add topics", "So that.\n\n" + files, null))
                        .excerpt())
                .isEqualTo("So that.");
        assertThat(ItemExcerpt.of(item(ItemKind.COMMIT, "1", 1, "Add topics", files, null))
                        .excerpt())
                .isEmpty();
        assertThat(ItemExcerpt.of(item(ItemKind.GITHUB_ISSUE, "1", 1, "Add topics", files, null))
                        .excerpt())
                .isEqualTo(files);
    }

    @Test
    void keepsTheNewestVersionOfABatch() {
        ItemCaptured second = item(ItemKind.COMMIT, "1", 2, "second", "", null);
        ItemCaptured first = item(ItemKind.COMMIT, "1", 1, "first", "", null);
        ItemCaptured other = item(ItemKind.COMMIT, "2", 1, "other", "", null);
        assertThat(ItemExcerpt.newest(Stream.of(second, first, other).map(ItemExcerpt::of)))
                .extracting(ItemExcerpt::title)
                .containsExactly("second", "other");
        ItemRemoved removed = new ItemRemoved(CLIENT, PROJECT, first.itemId(), 3, Instant.EPOCH);
        assertThat(ItemExcerpt.newest(Stream.of(ItemExcerpt.of(second), ItemExcerpt.of(removed))))
                .allMatch(ItemExcerpt::removed)
                .hasSize(1);
    }

    @Test
    void composesOwnWordsBeforeDocumentsBeforeItems() {
        ProjectContent content = new ProjectContent(
                new ProjectText("name", "described", "content"), List.of("readme"), List.of("done"), List.of("Ann"), 2);
        assertThat(content.texts().documents()).containsExactly("content", "readme");
        assertThat(content.texts().items()).containsExactly("done");
        assertThat(content.texts().people()).containsExactly("Ann");
        assertThat(content.length()).isEqualTo("namedescribedcontentreadmedone".length());
        assertThat(content.saysSomething()).isTrue();
        assertThat(new ProjectContent(new ProjectText("name", " ", null), List.of(), List.of(), List.of(), 0)
                        .saysSomething())
                .isFalse();
    }

    private static ItemRank rank(String title, @Nullable String author) {
        return ItemRank.of(item(ItemKind.COMMIT, "1", 1, title, title, author));
    }

    private static ItemCaptured item(
            ItemKind kind, String externalId, long version, String title, String text, @Nullable String author) {
        return new ItemCaptured(
                CLIENT,
                PROJECT,
                UUID.nameUUIDFromBytes(externalId.getBytes(StandardCharsets.UTF_8)),
                null,
                kind,
                externalId,
                version,
                title,
                text,
                1,
                1,
                null,
                author,
                null,
                Map.of(),
                null,
                Instant.EPOCH);
    }
}

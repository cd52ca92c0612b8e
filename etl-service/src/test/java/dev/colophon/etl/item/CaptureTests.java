package dev.colophon.etl.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.item.ItemKind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureTests {

    private static final UUID CLIENT = UUID.randomUUID();
    private static final UUID PROJECT = UUID.randomUUID();
    private static final UUID SOURCE = UUID.randomUUID();

    @Test
    void takesTheVersionThatTheSourceGives() {
        assertThat(Capture.of(issue("a", 1_000L), null, true).version()).isEqualTo(1_000);
        assertThat(Capture.of(issue("b", 2_000L), stored(issue("a", 1_000L), 1_000), false)
                        .version())
                .isEqualTo(2_000);
    }

    @Test
    void isOneVersionHoweverOftenItIsTold() {
        assertThat(Capture.of(issue("a", 1_000L), stored(issue("a", 1_000L), 1_000), true))
                .isNull();
        assertThat(Capture.of(issue("a", 2_000L), stored(issue("a", 1_000L), 1_000), false))
                .isNull();
    }

    @Test
    void letsAnOlderOneThatComesLateChangeNothing() {
        assertThat(Capture.of(issue("old", 1_000L), stored(issue("new", 2_000L), 2_000), false))
                .isNull();
        assertThat(Capture.of(issue("old", 1_000L), stored(issue("new", 2_000L), 2_000), true))
                .isNull();
    }

    @Test
    void keepsOtherContentAtTheVersionThatIsKnown() {
        Capture late = Capture.of(issue("indexed late", 1_000L), stored(issue("a", 1_000L), 1_000), true);

        assertThat(late.version()).isEqualTo(1_001);
        assertThat(Capture.of(issue("a", 1_000L), stored(issue("indexed late", 1_000L), 1_001), true))
                .isNull();
    }

    @Test
    void doesNotSoForItemsThatClientsNumberThemselves() {
        assertThat(Capture.of(sent("b", 5L), stored(sent("a", 5L), 5), true)).isNull();
        assertThat(Capture.of(sent("b", null), stored(sent("a", null), 5), true).version())
                .isEqualTo(6);
    }

    @Test
    void bringsBackWhatWasRemovedOnlyWhereTheSourceHoldsIt() {
        StoredItem removed = new StoredItem(issue("a", 1_000L).itemId(), 3_000, 1, "", true);

        assertThat(Capture.of(issue("a", 1_000L), removed, false)).isNull();
        assertThat(Capture.of(issue("a", 1_000L), removed, true).version()).isEqualTo(3_001);
        assertThat(Capture.of(issue("a", 4_000L), removed, false).version()).isEqualTo(4_000);
    }

    private static StoredItem stored(ItemDraft draft, long version) {
        return new StoredItem(draft.itemId(), version, 1, draft.contentHash(), false);
    }

    private static ItemDraft issue(String text, @Nullable Long version) {
        return draft(SOURCE, text, version);
    }

    private static ItemDraft sent(String text, @Nullable Long version) {
        return draft(null, text, version);
    }

    private static ItemDraft draft(@Nullable UUID source, String text, @Nullable Long version) {
        return new ItemDraft(
                CLIENT,
                PROJECT,
                source,
                ItemKind.GITHUB_ISSUE,
                "a/b#1",
                "Title",
                text,
                null,
                null,
                Map.of(),
                null,
                version);
    }
}

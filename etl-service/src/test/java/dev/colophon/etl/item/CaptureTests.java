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
        assertThat(capture(issue("a", 1_000L), null, true).version()).isEqualTo(1_000);
        assertThat(capture(issue("b", 2_000L), stored(issue("a", 1_000L), 1_000), false)
                        .version())
                .isEqualTo(2_000);
    }

    @Test
    void isOneVersionHoweverOftenItIsTold() {
        assertThat(capture(issue("a", 1_000L), stored(issue("a", 1_000L), 1_000), true))
                .isNull();
        assertThat(capture(issue("a", 2_000L), stored(issue("a", 1_000L), 1_000), false))
                .isNull();
    }

    @Test
    void letsAnOlderOneThatComesLateChangeNothing() {
        assertThat(capture(issue("old", 1_000L), stored(issue("new", 2_000L), 2_000), false))
                .isNull();
        assertThat(capture(issue("old", 1_000L), stored(issue("new", 2_000L), 2_000), true))
                .isNull();
    }

    @Test
    void keepsOtherContentAtTheVersionThatIsKnown() {
        Capture late = capture(issue("indexed late", 1_000L), stored(issue("a", 1_000L), 1_000), false);

        assertThat(late.version()).isEqualTo(1_001);
        assertThat(late.sourceVersion()).isEqualTo(1_000);
    }

    @Test
    void keepsItAgainWhereTheSourceHoldsIt() {
        StoredItem late = stored(issue("indexed late", 1_000L), 1_001, 1_000);

        assertThat(capture(issue("indexed later", 1_000L), late, true).version())
                .isEqualTo(1_002);
        assertThat(capture(issue("told before", 1_000L), late, false)).isNull();
    }

    @Test
    void comparesWithWhatTheSourceGaveRatherThanWithWhatWasPublished() {
        StoredItem late = stored(issue("indexed late", 1_000L), 1_002, 1_000);

        assertThat(capture(issue("changed a moment later", 1_001L), late, false).version())
                .isEqualTo(1_003);
        assertThat(capture(issue("changed later", 2_000L), late, false).version())
                .isEqualTo(2_000);
        assertThat(capture(issue("older", 999L), late, true)).isNull();
    }

    @Test
    void doesNotSoForItemsThatClientsNumberThemselves() {
        assertThat(capture(sent("b", 5L), stored(sent("a", 5L), 5), true)).isNull();
        assertThat(capture(sent("b", null), stored(sent("a", null), 5), true).version())
                .isEqualTo(6);
    }

    @Test
    void bringsBackWhatWasRemovedOnlyWhereTheSourceHoldsIt() {
        StoredItem removed = new StoredItem(issue("a", 1_000L).itemId(), 3_000, 3_000, 1, "", true);

        assertThat(capture(issue("a", 1_000L), removed, false)).isNull();
        assertThat(capture(issue("a", 1_000L), removed, true).version()).isEqualTo(3_001);
        assertThat(capture(issue("a", 4_000L), removed, false).version()).isEqualTo(4_000);
    }

    @Test
    void ofWhatIsToldTakesTheNewestAndOfOneVersionTheLast() {
        ToldItem older = new ToldItem(issue("older", 1_000L), null);
        ToldItem newer = new ToldItem(issue("newer", 2_000L), null);
        ToldItem again = new ToldItem(issue("of the same moment", 2_000L), null);

        assertThat(ToldItem.orNewer(newer, older)).isSameAs(newer);
        assertThat(ToldItem.orNewer(older, newer)).isSameAs(newer);
        assertThat(ToldItem.orNewer(newer, again)).isSameAs(again);
        assertThat(ToldItem.orNewer(newer, new ToldItem(issue("of no version", null), null))
                        .draft()
                        .text())
                .isEqualTo("of no version");
    }

    private static @Nullable Capture capture(ItemDraft draft, @Nullable StoredItem before, boolean held) {
        return Capture.of(new ToldItem(draft, null), before, held);
    }

    private static StoredItem stored(ItemDraft draft, long version) {
        return stored(draft, version, version);
    }

    private static StoredItem stored(ItemDraft draft, long version, long sourceVersion) {
        return new StoredItem(draft.itemId(), version, sourceVersion, 1, draft.contentHash(), false);
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

package dev.colophon.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChunkChangesTests {

    private final ClientId client = new ClientId(UUID.randomUUID());
    private final UUID item = UUID.randomUUID();

    @Test
    void changesNothingWhenNothingChanged() {
        List<ChunkDraft> drafts = drafts("one", "two", "two");

        ChunkChanges changes = ChunkChanges.between(stored(drafts), drafts("one", "two", "two"));

        assertThat(changes).isEqualTo(new ChunkChanges(List.of(), List.of(), List.of()));
    }

    @Test
    void addsWhatIsNewMovesWhatShiftedAndRemovesWhatIsGone() {
        List<ChunkDraft> before = drafts("one", "two", "three");
        List<ChunkDraft> after = drafts("new", "two", "one");

        ChunkChanges changes = ChunkChanges.between(stored(before), after);

        assertThat(changes.added()).containsExactly(after.get(0));
        assertThat(changes.moved()).containsExactly(after.get(2));
        assertThat(changes.removed()).containsExactly(before.get(2).id());
    }

    @Test
    void tellsEqualTextsOfOneItemApart() {
        assertThat(drafts("same", "same", "same").stream().map(ChunkDraft::id)).doesNotHaveDuplicates();
        assertThat(drafts("same", "same").stream().map(ChunkDraft::contentHash).distinct())
                .hasSize(1);
    }

    @Test
    void cleansTextOfWhatNoDatabaseTakes() {
        assertThat(CapturedItem.storable("a\u0000b\ud83d\ude00c\ud83dd")).isEqualTo("ab\ud83d\ude00cd");
    }

    private static Map<UUID, Integer> stored(List<ChunkDraft> drafts) {
        return drafts.stream().collect(Collectors.toMap(ChunkDraft::id, ChunkDraft::ordinal));
    }

    private List<ChunkDraft> drafts(String... texts) {
        ItemCaptured told = new ItemCaptured(
                client,
                UUID.randomUUID(),
                item,
                null,
                ItemKind.DOCUMENT,
                "a.md",
                1,
                "A",
                "",
                1,
                1,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.EPOCH);
        return ChunkDraft.of(
                CapturedItem.of(told, "", null),
                Arrays.stream(texts).map(text -> new Passage("", text, 3)).toList());
    }
}

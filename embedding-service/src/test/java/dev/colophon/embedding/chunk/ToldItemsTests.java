package dev.colophon.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ToldItemsTests {

    private final ClientId client = new ClientId(UUID.randomUUID());
    private final UUID project = UUID.randomUUID();
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();

    @Test
    void countsOnlyTheNewestVersionOfEachItemWhateverTheOrder() {
        ToldItems told = ToldItems.of(List.of(captured(one, 2, 1, 1), captured(two, 7, 1, 1), captured(one, 1, 1, 1)));

        assertThat(told.versions())
                .extracting(ItemCaptured::itemId, ItemCaptured::version)
                .containsExactlyInAnyOrder(tuple(one, 2L), tuple(two, 7L));
        assertThat(told.of(List.of(one))).hasSize(1);
    }

    @Test
    void keepsAllPartsOfTheNewestVersion() {
        ToldItems told = ToldItems.of(List.of(
                captured(one, 1, 1, 3), captured(one, 2, 2, 3), captured(one, 1, 2, 3), captured(one, 2, 1, 3)));

        assertThat(told.versions()).hasSize(1);
        assertThat(told.of(List.of(one)))
                .extracting(event -> event.payload().version())
                .containsExactly(2L, 2L);
    }

    @Test
    void joinsPartsThatAreAllThereAndLeavesOthersAsTheyAre() {
        assertThat(ToldItems.texts(List.of(captured(one, 1, 2, 2), captured(one, 1, 1, 2), captured(two, 1, 3, 3))))
                .extracting(CapturedItem::text)
                .containsExactly("part 1. part 2. ", "part 3. ");
    }

    @Test
    void keepsTheNewestRemovalOfEachItem() {
        ToldItems told =
                ToldItems.of(List.of(removed(one, 5), removed(one, 9), removed(two, 1), captured(two, 2, 1, 1)));

        assertThat(told.removals())
                .extracting(event -> event.payload().version())
                .containsExactlyInAnyOrder(9L, 1L);
        assertThat(told.versions()).hasSize(1);
    }

    @Test
    void saysWhatIsLeftByKind() {
        Standing standing = new Standing(Map.of(one, Standing.Left.CUT, two, Standing.Left.ASK));

        assertThat(standing.items(Standing.Left.TAKE, Standing.Left.CUT)).containsExactly(one);
        assertThat(standing.items(Standing.Left.ASK)).containsExactly(two);
        assertThat(Standing.SETTLED.items(Standing.Left.values())).isEmpty();
    }

    private Event<ItemCaptured> captured(UUID item, long version, int part, int parts) {
        return event(new ItemCaptured(
                client,
                project,
                item,
                null,
                ItemKind.DOCUMENT,
                item.toString(),
                version,
                "Title",
                "part " + part + ". ",
                part,
                parts,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.EPOCH));
    }

    private Event<ItemRemoved> removed(UUID item, long version) {
        return event(new ItemRemoved(client, project, item, version, Instant.EPOCH));
    }

    private static <P extends EventPayload> Event<P> event(P payload) {
        return new Event<>(UUID.randomUUID(), "/test", Instant.EPOCH, payload, null, null, null, null);
    }
}

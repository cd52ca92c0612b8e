package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InFlightTests {

    private final UUID client = UUID.randomUUID();
    private final InFlight inFlight = new InFlight();

    @Test
    void keepsATextFromASecondBatchUntilTheFirstHasLeft() {
        List<PendingChunk> first = inFlight.enter(List.of(Chunks.pending(client, "a"), Chunks.pending(client, "a")));
        PendingChunk again = Chunks.pending(client, "a");
        PendingChunk other = Chunks.pending(client, "b");

        assertThat(first).hasSize(2);
        assertThat(inFlight.enter(List.of(again, other))).containsExactly(other);
        inFlight.leave(first);
        assertThat(inFlight.enter(List.of(again))).containsExactly(again);
    }

    @Test
    void keepsClientsApart() {
        inFlight.enter(List.of(Chunks.pending(client, "a")));

        assertThat(inFlight.enter(List.of(Chunks.pending(UUID.randomUUID(), "a"))))
                .hasSize(1);
    }
}

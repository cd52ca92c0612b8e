package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RemoteBatchesTests {

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();

    @Test
    void neverMixesWhatAReplayCausedWithOthers() {
        UUID replay = UUID.randomUUID();
        UUID another = UUID.randomUUID();

        List<RemoteBatches.Batch> batches = RemoteBatches.of(List.of(
                chunk("a", null), chunk("b", replay), chunk("c", null), chunk("d", replay), chunk("e", another)));

        assertThat(batches)
                .extracting(
                        batch -> batch.chunks().stream().map(PendingChunk::text).toList())
                .containsExactlyInAnyOrder(List.of("a", "c"), List.of("b", "d"), List.of("e"));
    }

    private PendingChunk chunk(String text, UUID replay) {
        PendingChunk chunk = Chunks.pending(client, text, replay);
        return new PendingChunk(
                chunk.work(),
                chunk.itemId(),
                project,
                text,
                chunk.contentHash(),
                chunk.tokens(),
                chunk.target(),
                null,
                null);
    }
}

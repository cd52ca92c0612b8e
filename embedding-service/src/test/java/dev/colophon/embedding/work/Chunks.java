package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.persistence.work.WorkItem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chunks that wait for vectors of two dimensions. */
final class Chunks {

    static final ServedSpace SPACE = new ServedSpace(new EmbeddingSpace("test", "two", "1", 2), UUID.randomUUID());

    private Chunks() {}

    static PendingChunk pending(UUID client, String text) {
        return pending(client, text, null);
    }

    static PendingChunk pending(UUID client, String text, @Nullable UUID replayId) {
        WorkItem work = new WorkItem(
                UUID.randomUUID(),
                ChunkWork.LIVE_REMOTE,
                client,
                UUID.randomUUID(),
                0,
                3,
                0,
                UUID.randomUUID(),
                null,
                Instant.EPOCH,
                replayId);
        return new PendingChunk(
                work, UUID.randomUUID(), UUID.randomUUID(), text, "hash of " + text, 3, SPACE, null, null);
    }
}

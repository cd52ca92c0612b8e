package dev.colophon.events.embedding;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * Some chunks of an item could not be embedded; the others are searchable.
 *
 * @param reason a stable word for the cause of the last failure
 */
@EventType(value = "dev.colophon.embedding.failed.v1", topic = Topic.EMBEDDINGS)
public record EmbeddingFailed(
        ClientId clientId,
        UUID projectId,
        UUID itemId,
        long itemVersion,
        String model,
        int failedChunks,
        String reason,
        Instant failedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + itemId;
    }
}

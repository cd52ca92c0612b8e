package dev.colophon.events.embedding;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.util.UUID;

/**
 * Chunks of an item shall be embedded again or for the first time.
 *
 * @param reason {@code requested}, {@code backfill} or {@code migration}
 */
@EventType(value = "dev.colophon.embedding.requested.v1", topic = Topic.EMBEDDING_REQUESTS)
public record EmbeddingRequested(ClientId clientId, UUID projectId, UUID itemId, UUID requestId, String reason)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + itemId;
    }
}

package dev.colophon.events.embedding;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * Every chunk of an item's version has its vector.
 *
 * @param model the embedding model
 * @param dimensions of each vector
 */
@EventType(value = "dev.colophon.embedding.generated.v1", topic = Topic.EMBEDDINGS)
public record EmbeddingGenerated(
        ClientId clientId,
        UUID projectId,
        UUID itemId,
        long itemVersion,
        String model,
        int dimensions,
        int chunks,
        Instant generatedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + itemId;
    }
}

package dev.colophon.events.metadata;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.util.UUID;

/**
 * Metadata of a project is wanted.
 *
 * @param force generate even where metadata exists
 * @param reason {@code created}, {@code updated}, {@code requested}, {@code items_changed}, {@code nightly} or {@code
 *     replayed}
 */
@EventType(value = "dev.colophon.metadata.requested.v1", topic = Topic.METADATA_REQUESTS)
public record MetadataRequested(ClientId clientId, UUID projectId, UUID requestId, boolean force, String reason)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + projectId;
    }
}

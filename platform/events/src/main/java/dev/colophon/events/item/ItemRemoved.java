package dev.colophon.events.item;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * An item is gone. On its compacted topic a tombstone for each key of the item follows.
 *
 * @param version newer than every version captured before
 */
@EventType(value = "dev.colophon.item.removed.v1", topic = Topic.ITEMS)
public record ItemRemoved(ClientId clientId, UUID projectId, UUID itemId, long version, Instant removedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + itemId;
    }
}

package dev.colophon.events.item;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source holds this item in this version. The event's id derives from source, entity and version, so that capturing
 * the same version twice is one event.
 *
 * @param sourceId the source it came from; null for uploads and own connectors
 * @param externalId the entity in its source: a commit's hash, an issue's key, a file's path
 * @param version grows with every change of the item; readers ignore a version that is not newer than theirs
 * @param text clean text, this part of it where the item is longer than one event may be
 * @param part this part's number, from 1
 * @param parts how many parts the item has
 * @param language BCP 47, or null where unknown
 * @param attributes what the kind adds, for example {@code additions}, {@code deletions}, {@code files_changed},
 *     {@code branch}, {@code path}
 */
@EventType(value = "dev.colophon.item.captured.v1", topic = Topic.ITEMS)
public record ItemCaptured(
        ClientId clientId,
        UUID projectId,
        UUID itemId,
        @Nullable UUID sourceId,
        ItemKind kind,
        String externalId,
        long version,
        String title,
        String text,
        int part,
        int parts,
        @Nullable String url,
        @Nullable String author,
        @Nullable String language,
        Map<String, String> attributes,
        @Nullable Instant occurredAt,
        Instant capturedAt)
        implements EventPayload {

    public ItemCaptured {
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("part " + part + " of " + parts);
        }
        attributes = attributes == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    @Override
    public String key() {
        return parts == 1 ? clientId + "/" + itemId : clientId + "/" + itemId + "/" + part;
    }
}

package dev.colophon.events.source;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * A run of a source has ended, well or not.
 *
 * @param type of the source, for example {@code github}
 * @param status {@code succeeded}, {@code failed} or {@code cancelled}
 * @param full whether everything was read, not only what was new
 * @param itemsSeen all that the run met: captured, unchanged and failed
 * @param itemsFailed items that could not be read; the run says which
 */
@EventType(value = "dev.colophon.source.synced.v1", topic = Topic.SOURCES)
public record SourceSynced(
        ClientId clientId,
        UUID projectId,
        UUID sourceId,
        String type,
        UUID runId,
        String status,
        boolean full,
        int itemsSeen,
        int itemsCaptured,
        int itemsUnchanged,
        int itemsRemoved,
        int itemsFailed,
        Instant finishedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + sourceId;
    }
}

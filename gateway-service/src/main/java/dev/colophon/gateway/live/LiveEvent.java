package dev.colophon.gateway.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.embedding.EmbeddingGenerated;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.source.SourceSynced;
import dev.colophon.events.usage.AiUsageObserved;
import java.util.Map;
import java.util.Optional;

/**
 * An event as readers of the stream see it.
 *
 * @param id of the event; a reader that sees it twice may ignore the second
 * @param name for example {@code project.created}
 * @param data JSON, one line
 */
record LiveEvent(String id, String name, String data) {

    private static final Map<Class<? extends EventPayload>, String> NAMES = Map.of(
            ProjectCreated.class, "project.created",
            SourceSynced.class, "source.synced",
            MetadataGenerated.class, "metadata.generated",
            EmbeddingGenerated.class, "embedding.generated",
            AiUsageObserved.class, "usage.recorded");

    /** Empty for events that are not told live. */
    static Optional<LiveEvent> of(Event<?> event) {
        return Optional.ofNullable(NAMES.get(event.payload().getClass()))
                .map(name -> new LiveEvent(event.id().toString(), name, data(event)));
    }

    /** The payload and when it happened, without the text of a project: a reader asks for that where it needs it. */
    private static String data(Event<?> event) {
        ObjectMapper json = EventCodec.json();
        ObjectNode data = json.valueToTree(event.payload());
        data.remove("content");
        data.put("time", event.time().toString());
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that was read can be written", e);
        }
    }
}

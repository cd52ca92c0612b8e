package dev.colophon.events.project;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A project's name, description or content changed; carries the whole project as it is now. */
@EventType(value = "dev.colophon.project.updated.v1", topic = Topic.PROJECTS)
public record ProjectUpdated(
        ClientId clientId,
        UUID projectId,
        String name,
        @Nullable String description,
        @Nullable String content,
        boolean autoMetadata,
        Instant updatedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + projectId;
    }
}

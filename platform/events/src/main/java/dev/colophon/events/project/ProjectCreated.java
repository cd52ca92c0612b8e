package dev.colophon.events.project;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client created a project.
 *
 * @param content longer text that describes the project, where the client gave one
 * @param autoMetadata whether metadata follows without being asked for
 */
@EventType(value = "dev.colophon.project.created.v1", topic = Topic.PROJECTS)
public record ProjectCreated(
        ClientId clientId,
        UUID projectId,
        String name,
        @Nullable String description,
        @Nullable String content,
        boolean autoMetadata,
        Instant createdAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + projectId;
    }
}

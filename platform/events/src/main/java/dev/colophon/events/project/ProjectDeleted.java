package dev.colophon.events.project;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/** A project is gone, and with it what was derived from it. */
@EventType(value = "dev.colophon.project.deleted.v1", topic = Topic.PROJECTS)
public record ProjectDeleted(ClientId clientId, UUID projectId, Instant deletedAt) implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + projectId;
    }
}

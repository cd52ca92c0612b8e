package dev.colophon.events.source;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * A source has told of a change, and proved that it was the source. What it told stays in the service that took it in.
 *
 * @param deliveryId the delivery there
 */
@EventType(value = "dev.colophon.source.webhook-received.v1", topic = Topic.SOURCES)
public record WebhookReceived(ClientId clientId, UUID sourceId, UUID deliveryId, Instant receivedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + sourceId;
    }
}

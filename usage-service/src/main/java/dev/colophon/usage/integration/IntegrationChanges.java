package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.usage.audit.AuditEntry;
import dev.colophon.usage.audit.AuditTrail;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells of a change where others look: the audit history and the configuration topic, both with the change itself. */
@Component
class IntegrationChanges {

    private final AuditTrail trail;
    private final Outbox outbox;
    private final ObjectMapper json;

    IntegrationChanges(AuditTrail trail, Outbox outbox, ObjectMapper json) {
        this.trail = trail;
        this.outbox = outbox;
        this.json = json;
    }

    /** A change that leaves the integration in place, in the client's transaction. */
    Mono<Void> tell(
            UUID clientId, String who, String action, @Nullable Integration before, Integration after, boolean secret) {
        return trail.add(clientId, entry(who, action, before, after, secret, after.updatedAt()))
                .then(Mono.defer(() -> outbox.append(new ClientConfigured(
                        new ClientId(clientId),
                        Integration.kind(after.id()),
                        after.version(),
                        IntegrationValues.of(after),
                        after.updatedAt()))));
    }

    /** The integration is gone, in the client's transaction. */
    Mono<Void> tellOfDeletion(UUID clientId, String who, Integration before, Instant at) {
        return trail.add(clientId, entry(who, "deleted", before, null, before.sealedCredentials() != null, at))
                .then(Mono.defer(() -> outbox.tombstones(
                        Topic.CONFIGURATION, List.of(clientId + "/" + Integration.kind(before.id())), clientId)));
    }

    private AuditEntry entry(
            String who,
            String action,
            @Nullable Integration before,
            @Nullable Integration after,
            boolean secret,
            Instant at) {
        UUID id = Objects.requireNonNull(after == null ? before : after).id();
        return new AuditEntry(Ids.newId(), at, who, Integration.kind(id), action, secret, view(before), view(after));
    }

    private @Nullable JsonNode view(@Nullable Integration integration) {
        if (integration == null) {
            return null;
        }
        ObjectNode view = json.valueToTree(IntegrationView.of(integration));
        view.remove(List.of("id", "created_at", "updated_at"));
        return view;
    }
}

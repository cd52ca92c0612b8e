package dev.colophon.usage.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of a client's configuration. Never holds a secret, in clear or sealed.
 *
 * @param who the user or API key behind the change
 * @param kind what was changed, as on the configuration topic
 * @param action created, changed, deleted or credentials_rotated
 * @param credentialsChanged whether secrets were set, replaced or removed
 * @param before null for what was created
 * @param after null for what was deleted
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String who,
        String kind,
        String action,
        boolean credentialsChanged,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {}

package dev.colophon.gateway.identity;

import dev.colophon.web.security.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a valid API key stands for. */
record Identity(
        UUID keyId,
        UUID clientId,
        Set<Role> roles,
        @Nullable Instant expiresAt) {

    Identity {
        roles = Set.copyOf(roles);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}

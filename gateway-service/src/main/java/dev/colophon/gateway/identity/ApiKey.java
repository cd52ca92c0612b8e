package dev.colophon.gateway.identity;

import dev.colophon.web.security.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as lists show it.
 *
 * @param keyPrefix its first characters, to recognise it by
 */
record ApiKey(
        UUID id,
        String name,
        String keyPrefix,
        Set<Role> roles,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}

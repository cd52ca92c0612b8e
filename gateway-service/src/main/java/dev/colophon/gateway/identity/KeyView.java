package dev.colophon.gateway.identity;

import dev.colophon.web.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it.
 *
 * @param key the key itself, in the answer that made it and never again
 */
record KeyView(
        UUID id,
        String name,
        String keyPrefix,
        @Nullable String key,
        List<Role> roles,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    static KeyView of(ApiKey key) {
        return of(key, null);
    }

    static KeyView of(Clients.NewKey made) {
        return of(made.key(), made.secret().reveal());
    }

    private static KeyView of(ApiKey key, @Nullable String secret) {
        return new KeyView(
                key.id(),
                key.name(),
                key.keyPrefix(),
                secret,
                key.roles().stream().sorted().toList(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
    }
}

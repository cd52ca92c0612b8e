package dev.colophon.gateway.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A tenant.
 *
 * @param version grows with every change
 */
record Client(UUID id, String name, long version, Instant createdAt, Instant updatedAt) {}

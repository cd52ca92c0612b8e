package dev.colophon.embedding.chunk;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as clients see it.
 *
 * @param status {@code pending}, {@code completed} or {@code failed}
 * @param attempts tries so far
 */
record ChunkView(
        UUID id,
        int ordinal,
        String status,
        int attempts,
        @Nullable String lastError,
        int tokenCount,
        String model,
        String context,
        String text,
        Instant updatedAt) {}

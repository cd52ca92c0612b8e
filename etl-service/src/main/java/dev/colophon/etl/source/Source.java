package dev.colophon.etl.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connected source. Credentials never come back.
 *
 * @param schedule how often it is synced by itself; null for never
 * @param cursor how far it is captured: each branch's commit
 */
public record Source(
        UUID id,
        UUID projectId,
        String type,
        String name,
        Config config,
        @Nullable Duration schedule,
        Map<String, String> cursor,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Where a git repository is.
     *
     * @param path absolute, on the server's disk, below a directory that the operator allows
     * @param branches to read; empty for all
     */
    public record Config(String path, List<String> branches) {

        public Config {
            branches = branches == null ? List.of() : List.copyOf(branches);
        }
    }
}

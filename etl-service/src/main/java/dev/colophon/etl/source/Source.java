package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connected source. Credentials never come back.
 *
 * @param schedule when it is synced by itself; null for never
 * @param paused whether the schedule and webhooks rest
 * @param cursor how far it is captured, in its connector's own words
 * @param nextSyncAt null where none is planned
 * @param lastRun null before the first
 * @param webhook where the source may tell of changes; null for types that cannot
 */
public record Source(
        UUID id,
        UUID projectId,
        String type,
        String name,
        JsonNode config,
        @Nullable Schedule schedule,
        boolean paused,
        JsonNode cursor,
        @Nullable Instant nextSyncAt,
        @Nullable LastRun lastRun,
        @Nullable Webhook webhook,
        Instant createdAt,
        Instant updatedAt) {

    /** What the newest run came to, or is at. */
    public record LastRun(
            UUID id,
            String status,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    /**
     * Where a source sends webhooks.
     *
     * @param path below the front door's address
     * @param secret that they are signed with; shown once, where it was made up here
     */
    public record Webhook(String path, @Nullable String secret) {

        @Override
        public String toString() {
            return "Webhook[" + path + "]";
        }
    }

    Source with(@Nullable Webhook shown) {
        return new Source(
                id,
                projectId,
                type,
                name,
                config,
                schedule,
                paused,
                cursor,
                nextSyncAt,
                lastRun,
                shown,
                createdAt,
                updatedAt);
    }
}

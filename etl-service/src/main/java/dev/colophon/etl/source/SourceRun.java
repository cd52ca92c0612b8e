package dev.colophon.etl.source;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a source. Counts grow while it runs.
 *
 * @param status {@code queued}, {@code running}, {@code waiting}, {@code succeeded}, {@code failed} or {@code cancelled}
 * @param full read everything again, not only what is new
 * @param cursorBefore where the run began
 * @param cursorAfter where the next one begins; null until this one has succeeded
 * @param checkpoint where the connector goes on after an interruption
 * @param waits for limits of the source and before further attempts, the latest fifty
 * @param failures in a row, without anything captured between
 * @param error why the run failed, or what it waits to try again
 */
public record SourceRun(
        UUID id,
        UUID sourceId,
        String status,
        boolean full,
        int itemsSeen,
        int itemsCaptured,
        int itemsUnchanged,
        int itemsRemoved,
        int itemsFailed,
        @Nullable JsonNode cursorBefore,
        @Nullable JsonNode cursorAfter,
        List<Wait> waits,
        @JsonIgnore JsonNode checkpoint,
        @JsonIgnore int failures,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    public SourceRun {
        waits = List.copyOf(waits);
    }

    /** A pause, and what for. */
    public record Wait(String reason, long seconds, Instant until) {}

    /** An item that could not be read. */
    public record ItemError(String externalId, @Nullable String url, String message, Instant createdAt) {}

    @JsonIgnore
    boolean isOver() {
        return finishedAt != null;
    }
}

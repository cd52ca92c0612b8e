package dev.colophon.etl.source;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a source. Counts grow while it runs.
 *
 * @param status {@code queued}, {@code running}, {@code succeeded} or {@code failed}
 * @param full read everything again, not only what is new
 * @param heads the branches' commits that this run reads up to; fixed when it starts
 * @param position how many of the run's items are done
 */
public record SyncRun(
        UUID id,
        UUID sourceId,
        String status,
        boolean full,
        @JsonIgnore @Nullable Map<String, String> heads,
        @JsonIgnore int position,
        int itemsSeen,
        int itemsCaptured,
        int itemsUnchanged,
        int itemsRemoved,
        int itemsFailed,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}

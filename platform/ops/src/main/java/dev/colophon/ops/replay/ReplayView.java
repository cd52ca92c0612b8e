package dev.colophon.ops.replay;

import dev.colophon.events.item.ItemKind;
import dev.colophon.messaging.replay.Estimate;
import dev.colophon.messaging.replay.PartitionRange;
import dev.colophon.messaging.replay.Pause;
import dev.colophon.messaging.replay.Replay;
import dev.colophon.messaging.replay.ReplayRequest;
import dev.colophon.persistence.work.WorkQueue.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay as operators see it.
 *
 * @param progress of the present pass over the range: a run that may be paid for estimates in one and works in another
 * @param work that it queued in this service
 * @param spent in US dollars, as last heard from the account book
 */
@Schema(name = "Replay")
record ReplayView(
        UUID id,
        String service,
        String topic,

        @Schema(allowableValues = {"estimating", "estimated", "running", "paused", "completed", "cancelled", "failed"})
        String status,

        boolean dryRun,
        @Nullable String reason,
        String requestedBy,

        @Nullable @Schema(types = {"string", "object", "null"})
        Object from,

        @Nullable @Schema(types = {"string", "object", "null"})
        Object to,

        @Nullable UUID clientId,
        @Nullable UUID projectId,
        List<String> types,
        List<String> kinds,
        boolean force,
        @Nullable Integer maxPerSecond,
        @Nullable BigDecimal maxCost,
        @Nullable Pause pause,
        Progress progress,
        Work work,
        @Nullable Estimate estimate,
        BigDecimal spent,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    /**
     * @param eventsTotal offsets in the range; a compacted topic holds fewer events
     * @param share of the range, from 0 to 1
     * @param eventsPerSecond read, waiting included
     * @param estimatedEnd of reading; null while nothing moves
     */
    record Progress(
            long eventsTotal,
            long eventsRead,
            long eventsMatched,
            long eventsUnchanged,
            long eventsFailed,
            double share,
            double eventsPerSecond,
            @Nullable Instant estimatedEnd,
            List<PartitionRange> partitions) {

        static Progress of(Replay replay, Instant now) {
            Replay.Counts counts = replay.counts();
            double perSecond = replay.perSecond();
            boolean moves = replay.status().isActive() && perSecond > 0;
            return new Progress(
                    replay.length(),
                    counts.read(),
                    counts.matched(),
                    counts.unchanged(),
                    counts.failed(),
                    Math.floor(replay.share() * 1e4) / 1e4,
                    Math.round(perSecond * 10) / 10.0,
                    moves ? now.plusSeconds(Math.round(replay.behind() / perSecond)) : null,
                    replay.partitions());
        }
    }

    /** @param held waits for the replay to go on */
    record Work(long pending, long held, long failed) {}

    static ReplayView of(String service, Replay replay, Standing work, Instant now) {
        ReplayRequest request = replay.request();
        return new ReplayView(
                replay.id(),
                service,
                request.topic().topicName(),
                replay.status().wireName(),
                request.dryRun(),
                request.reason(),
                replay.requestedBy(),
                request.from().value(),
                request.to().value(),
                request.clientId(),
                request.projectId(),
                request.types().stream().sorted().toList(),
                request.kinds().stream().map(ItemKind::wireName).sorted().toList(),
                request.force(),
                replay.maxPerSecond(),
                replay.maxCost(),
                replay.pause(),
                Progress.of(replay, now),
                new Work(work.pending(), work.held(), work.failed()),
                replay.estimate(),
                replay.spent(),
                replay.createdAt(),
                replay.startedAt(),
                replay.updatedAt(),
                replay.finishedAt(),
                replay.error());
    }
}

package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decides what a replay begins with, or why it cannot. */
final class Beginnings {

    /**
     * @param request with what a dry run says filled in
     * @param dryRun whose estimate is taken over
     */
    record Beginning(
            ReplayRequest request,
            Replay.Phase phase,
            List<PartitionRange> ranges,
            @Nullable UUID dryRun) {}

    private final Map<Topic, Replayable> replayables;
    private final TopicOffsets offsets;
    private final ReplayStore store;

    Beginnings(Map<Topic, Replayable> replayables, TopicOffsets offsets, ReplayStore store) {
        this.replayables = replayables;
        this.offsets = offsets;
        this.store = store;
    }

    Set<Topic> topics() {
        return replayables.keySet();
    }

    Mono<Beginning> of(ReplayRequest asked) {
        return Mono.defer(() -> {
            Replayable replayable = replayable(asked.topic());
            check(asked, replayable);
            UUID dryRun = asked.dryRunId();
            return dryRun == null
                    ? fresh(asked, replayable)
                    : store.find(dryRun)
                            .switchIfEmpty(Mono.error(
                                    () -> new RefusedReplayException("dry_run_id", "there is no replay " + dryRun)))
                            .map(dry -> after(dry, asked));
        });
    }

    private Replayable replayable(Topic topic) {
        Replayable found = replayables.get(topic);
        if (found == null) {
            throw new RefusedReplayException(
                    "topic",
                    "is none that this service replays; it replays "
                            + String.join(
                                    ", ",
                                    topics().stream()
                                            .map(Topic::topicName)
                                            .sorted()
                                            .toList()));
        }
        return found;
    }

    private static void check(ReplayRequest asked, Replayable replayable) {
        Set<String> known = new TreeSet<>(RecordFilter.names(replayable));
        asked.types().stream()
                .filter(type -> !known.contains(type))
                .sorted()
                .findFirst()
                .ifPresent(type -> {
                    throw new RefusedReplayException(
                            "types", type + " is none that is replayed here; those are " + String.join(", ", known));
                });
        if (!asked.kinds().isEmpty() && !RecordFilter.knowsKinds(replayable)) {
            throw new RefusedReplayException("kinds", "only items are of a kind");
        }
        if (asked.projectId() != null && !RecordFilter.knowsProjects(replayable)) {
            throw new RefusedReplayException("project_id", "events of this topic belong to no project");
        }
        if (asked.from() instanceof Bound.Time from
                && asked.to() instanceof Bound.Time to
                && from.at().isAfter(to.at())) {
            throw new RefusedReplayException("to", "must not be before from");
        }
        if (asked.dryRun() && asked.dryRunId() != null) {
            throw new RefusedReplayException("dry_run_id", "a dry run takes over nothing");
        }
    }

    private Mono<Beginning> fresh(ReplayRequest asked, Replayable replayable) {
        Replay.Phase phase = asked.dryRun() || replayable.isPaidFor() ? Replay.Phase.ESTIMATE : Replay.Phase.RUN;
        return offsets.of(asked.topic(), asked.from(), asked.to())
                .map(held -> new Beginning(asked, phase, Ranges.fix(asked.from(), asked.to(), held), null));
    }

    private Beginning after(Replay dry, ReplayRequest asked) {
        ReplayRequest was = dry.request();
        if (!was.dryRun() || dry.status() != ReplayStatus.ESTIMATED) {
            throw new RefusedReplayException("dry_run_id", "is no dry run that has come to its end");
        }
        if (was.topic() != asked.topic()) {
            throw new RefusedReplayException(
                    "dry_run_id", "is a dry run of " + was.topic().topicName());
        }
        same("from", asked.from() == Bound.OPEN || asked.from().equals(was.from()));
        same("to", asked.to() == Bound.OPEN || asked.to().equals(was.to()));
        same("client_id", asked.clientId() == null || asked.clientId().equals(was.clientId()));
        same("project_id", asked.projectId() == null || asked.projectId().equals(was.projectId()));
        same("types", asked.types().isEmpty() || asked.types().equals(was.types()));
        same("kinds", asked.kinds().isEmpty() || asked.kinds().equals(was.kinds()));
        same("force", !asked.force() || was.force());
        List<PartitionRange> ranges = dry.partitions().stream()
                .map(range -> new PartitionRange(range.partition(), range.from(), range.to(), range.from()))
                .toList();
        boolean paidFor = replayable(asked.topic()).isPaidFor();
        return new Beginning(asked.within(was), paidFor ? Replay.Phase.PRICE : Replay.Phase.RUN, ranges, dry.id());
    }

    private static void same(String field, boolean same) {
        if (!same) {
            throw new RefusedReplayException(field, "is another than that of the dry run");
        }
    }
}

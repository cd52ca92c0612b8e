package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.item.CaptureResult;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.source.SourceRun.Wait;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.source.SourceSynced;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the books of runs: what each step finds, counts and saves is one transaction with the prolonged lease, so that
 * another instance goes on where this one stopped. To be called within a transaction of the source's client; fails with
 * {@link dev.colophon.persistence.work.LeaseLostException} where the run is somebody else's by now.
 */
@Component
class RunLedger {

    private static final int REMOVED_AT_ONCE = 500;

    private final Items items;
    private final SourceStore sources;
    private final RunStore runs;
    private final SeenStore seen;
    private final SyncQueue schedule;
    private final WorkQueue queue;
    private final Outbox outbox;
    private final SyncProperties settings;
    private final Clock clock;

    RunLedger(
            Items items,
            SourceStore sources,
            RunStore runs,
            SeenStore seen,
            SyncQueue schedule,
            WorkQueue queue,
            Outbox outbox,
            SyncProperties settings,
            Clock clock) {
        this.items = items;
        this.sources = sources;
        this.runs = runs;
        this.seen = seen;
        this.schedule = schedule;
        this.queue = queue;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins a run, or goes on with it; empty where it is over. */
    Mono<SourceRun> start(WorkItem work, Source source) {
        return held(work).then(Mono.defer(() -> runs.start(work.subjectId(), source.cursor())));
    }

    Mono<CaptureResult> capture(
            WorkItem work, Source source, boolean full, List<ItemDraft> drafts, JsonNode checkpoint) {
        return held(work)
                .then(Mono.defer(() -> sources.lock(source.id())))
                .then(Mono.defer(() -> items.capture(drafts)))
                .flatMap(result -> (full ? allSeen(work, drafts) : Mono.<Void>empty())
                        .then(Mono.defer(() -> runs.advance(work.subjectId(), result, checkpoint)))
                        .thenReturn(result));
    }

    private Mono<Void> allSeen(WorkItem work, List<ItemDraft> drafts) {
        Map<ItemKind, List<String>> byKind = drafts.stream()
                .collect(Collectors.groupingBy(
                        ItemDraft::kind, Collectors.mapping(ItemDraft::externalId, Collectors.toList())));
        return Flux.fromIterable(byKind.entrySet())
                .concatMap(kind -> seen.add(work.clientId(), work.subjectId(), kind.getKey(), kind.getValue()))
                .then();
    }

    Mono<Void> seen(WorkItem work, ItemKind kind, Collection<String> externalIds) {
        return held(work).then(Mono.defer(() -> seen.add(work.clientId(), work.subjectId(), kind, externalIds)));
    }

    /** Removes some of what the run has not seen; gives how many, none when all are removed. */
    Mono<Integer> removeUnseen(WorkItem work, Source source, ItemKind kind) {
        return held(work)
                .then(Mono.defer(() -> sources.lock(source.id())))
                .then(Mono.defer(() -> seen.unseen(work.subjectId(), kind, REMOVED_AT_ONCE)))
                .flatMap(gone -> items.removeAll(work.clientId(), source.projectId(), gone))
                .flatMap(removed -> runs.countRemoved(work.subjectId(), removed).thenReturn(removed));
    }

    Mono<Boolean> remove(WorkItem work, Source source, ItemKind kind, String externalId) {
        return held(work)
                .then(Mono.defer(() -> sources.lock(source.id())))
                .then(Mono.defer(
                        () -> items.remove(work.clientId(), source.projectId(), source.id(), kind, externalId)))
                .flatMap(removed ->
                        runs.countRemoved(work.subjectId(), removed ? 1 : 0).thenReturn(removed));
    }

    /** Gives whether the failure is new. */
    Mono<Boolean> failed(WorkItem work, String externalId, @Nullable String url, String message) {
        return held(work)
                .then(Mono.defer(() -> seen.addError(work.clientId(), work.subjectId(), externalId, url, message)))
                .flatMap(isNew -> (isNew ? runs.countFailed(work.subjectId()) : Mono.<Void>empty()).thenReturn(isNew));
    }

    Mono<Void> waiting(WorkItem work, Duration pause, String reason) {
        return held(work).then(Mono.defer(() -> runs.waiting(work.subjectId(), wait(pause, reason), null)));
    }

    Mono<Void> goingOn(WorkItem work) {
        return held(work).then(Mono.defer(() -> runs.goingOn(work.subjectId())));
    }

    Mono<SourceRun> finish(WorkItem work, Source source, JsonNode cursor) {
        return queue.complete(List.of(work))
                .then(Mono.defer(() -> sources.moveCursor(source, cursor)))
                .then(Mono.defer(() -> ended(work.clientId(), source, work.subjectId(), "succeeded", cursor, null)));
    }

    Mono<SourceRun> fail(WorkItem work, Source source, String error) {
        return queue.complete(List.of(work))
                .then(Mono.defer(() -> ended(work.clientId(), source, work.subjectId(), "failed", null, error)));
    }

    /** Ends a run that waits or is under way, whoever has it; empty where it is over. */
    Mono<SourceRun> cancel(UUID clientId, Source source, UUID runId) {
        return schedule.withdraw(runId).then(Mono.defer(() -> ended(clientId, source, runId, "cancelled", null, null)));
    }

    /** Ends a run that reads by a configuration that is no longer there, and has another begin in its place. */
    Mono<Void> beginAnew(UUID clientId, Source source, SourceRun run) {
        return ended(clientId, source, run.id(), "cancelled", null, "The source's config was changed")
                .then(Mono.defer(() -> source.paused()
                        ? Mono.<SourceRun>empty()
                        : schedule.request(clientId, source.id(), run.full())))
                .then();
    }

    /**
     * Has a run tried again after a pause, or ends it where that was the last attempt.
     *
     * @param asked how long the source asks to be left alone
     */
    Mono<SourceRun> retry(WorkItem work, Source source, String error, @Nullable Duration asked) {
        return held(work)
                .then(Mono.defer(() -> runs.failedAgain(work.subjectId())))
                .flatMap(failures -> {
                    if (failures >= settings.attempts()) {
                        return fail(work, source, error);
                    }
                    Duration pause = asked == null ? settings.pauseAfter(failures) : asked;
                    return runs.waiting(work.subjectId(), wait(pause, error), error)
                            .then(Mono.defer(() -> queue.postpone(List.of(work), pause)))
                            .then(Mono.defer(() -> runs.find(work.subjectId())));
                });
    }

    /** Proves that the run is still ours, and keeps it so. */
    Mono<Void> held(WorkItem work) {
        return queue.extend(List.of(work), settings.lease());
    }

    private Mono<SourceRun> ended(
            UUID clientId,
            Source source,
            UUID runId,
            String status,
            @Nullable JsonNode cursor,
            @Nullable String error) {
        return runs.end(runId, status, cursor, error).flatMap(run -> seen.forget(runId)
                .then(Mono.defer(() -> sources.find(source.id())))
                .flatMap(now -> schedule.plan(clientId, now))
                .then(Mono.defer(() -> outbox.append(news(clientId, source, run))))
                .then(Mono.defer(() -> runs.deleteOlder(source.id(), settings.runsKept())))
                .thenReturn(run));
    }

    private SourceSynced news(UUID clientId, Source source, SourceRun run) {
        return new SourceSynced(
                new ClientId(clientId),
                source.projectId(),
                source.id(),
                source.type(),
                run.id(),
                run.status(),
                run.full(),
                run.itemsSeen(),
                run.itemsCaptured(),
                run.itemsUnchanged(),
                run.itemsRemoved(),
                run.itemsFailed(),
                Objects.requireNonNullElseGet(run.finishedAt(), clock::instant));
    }

    private Wait wait(Duration pause, String reason) {
        return new Wait(reason, pause.toSeconds(), clock.instant().plus(pause));
    }
}

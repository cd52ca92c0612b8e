package dev.colophon.etl.source;

import dev.colophon.events.Ids;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks for runs, in the current transaction of the source's client. */
@Component
class SyncQueue {

    static final String RUNS = "source-sync";
    static final String SCHEDULE = "source-schedule";

    private final RunStore runs;
    private final WorkQueue queue;
    private final Traces traces;
    private final Clock clock;

    SyncQueue(RunStore runs, WorkQueue queue, Traces traces, Clock clock) {
        this.runs = runs;
        this.queue = queue;
        this.traces = traces;
        this.clock = clock;
    }

    /** A new run, or the one that is under way already: a source is read once at a time. */
    Mono<SourceRun> request(UUID clientId, UUID sourceId, boolean full) {
        return Mono.deferContextual(context -> {
            UUID runId = Ids.newId();
            WorkRequest work = WorkRequest.now(RUNS, clientId, runId, traces.traceparent(context));
            return runs.add(clientId, runId, sourceId, full)
                    .flatMap(run -> queue.enqueue(List.of(work)).thenReturn(run))
                    .switchIfEmpty(Mono.defer(() -> runs.active(sourceId)));
        });
    }

    /** Plans the next run by schedule, or none. */
    Mono<Void> plan(UUID clientId, Source source) {
        Schedule schedule = source.schedule();
        return schedule == null || source.paused()
                ? queue.cancel(SCHEDULE, List.of(source.id()))
                : queue.enqueue(List.of(new WorkRequest(
                        SCHEDULE,
                        clientId,
                        source.id(),
                        WorkRequest.BACKFILL,
                        schedule.untilNext(clock.instant()),
                        null)));
    }

    /** Takes a run away from whoever holds it. */
    Mono<Void> withdraw(UUID runId) {
        return queue.cancel(RUNS, List.of(runId));
    }

    /**
     * Takes the run of a source from whoever holds it; empty where none is under way. Runs lock themselves before their
     * source, so this comes before whatever locks the source.
     */
    Mono<SourceRun> withdrawOf(UUID sourceId) {
        return runs.active(sourceId).flatMap(run -> withdraw(run.id()).thenReturn(run));
    }

    Mono<Void> forget(UUID sourceId) {
        return withdrawOf(sourceId).then(queue.cancel(SCHEDULE, List.of(sourceId)));
    }
}

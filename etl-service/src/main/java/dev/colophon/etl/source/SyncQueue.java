package dev.colophon.etl.source;

import dev.colophon.events.Ids;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks for runs, in the current transaction of the source's client. */
@Component
class SyncQueue {

    static final String RUNS = "source-sync";
    static final String SCHEDULE = "source-schedule";

    private final SyncRunStore runs;
    private final WorkQueue queue;
    private final Traces traces;

    SyncQueue(SyncRunStore runs, WorkQueue queue, Traces traces) {
        this.runs = runs;
        this.queue = queue;
        this.traces = traces;
    }

    /** A new run, or the one that is queued or running already: a source is read once at a time. */
    Mono<SyncRun> request(UUID clientId, UUID sourceId, boolean full) {
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
        return source.schedule() == null
                ? queue.cancel(SCHEDULE, List.of(source.id()))
                : queue.enqueue(List.of(new WorkRequest(
                        SCHEDULE, clientId, source.id(), WorkRequest.BACKFILL, source.schedule(), null)));
    }

    Mono<Void> forget(UUID sourceId) {
        return runs.active(sourceId)
                .flatMap(run -> queue.cancel(RUNS, List.of(run.id())))
                .then(queue.cancel(SCHEDULE, List.of(sourceId)));
    }
}

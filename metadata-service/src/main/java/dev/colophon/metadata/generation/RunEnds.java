package dev.colophon.metadata.generation;

import dev.colophon.events.EventPayload;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes down how a run ended: its result, what tells of it, what it used and what becomes of its work in one go. */
@Component
class RunEnds {

    private final ClientTransactions transactions;
    private final WorkQueue queue;
    private final Outbox outbox;

    RunEnds(ClientTransactions transactions, WorkQueue queue, Outbox outbox) {
        this.transactions = transactions;
        this.queue = queue;
        this.outbox = outbox;
    }

    /**
     * The work is done. What was used counts even where the project is gone by now; nothing else does then.
     *
     * @param result whether one more run is to follow; empty where the run counts no more
     */
    Mono<Void> done(
            WorkItem work,
            GenerationRun run,
            Mono<Boolean> result,
            List<EventPayload> events,
            List<AiUsageObserved> usage) {
        Mono<Void> whole = queue.complete(List.of(work))
                .then(result.map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(again -> tell(again.isPresent() ? events : List.of(), usage)
                        .then(again.orElse(false) ? oneMore(work) : Mono.empty()));
        return transactions.inClient(run.clientId(), whole);
    }

    /**
     * The work stays.
     *
     * @param state whether one more run is to follow, which then takes its place
     * @param work what becomes of it otherwise
     */
    Mono<Void> putOff(
            WorkItem item,
            GenerationRun run,
            Mono<Boolean> state,
            List<EventPayload> events,
            List<AiUsageObserved> usage,
            Mono<Void> work) {
        Mono<Void> whole =
                state.defaultIfEmpty(false).flatMap(again -> tell(events, usage).then(again ? oneMore(item) : work));
        return transactions.inClient(run.clientId(), whole);
    }

    /** Somebody asked for it while the run was under way; that run may be a replay's, the asking was not. */
    private Mono<Void> oneMore(WorkItem work) {
        return queue.enqueue(List.of(
                        WorkRequest.now(GenerationQueue.NAME, work.clientId(), work.subjectId(), work.traceparent())))
                .contextWrite(ReplayContext.none());
    }

    private Mono<Void> tell(List<EventPayload> events, List<AiUsageObserved> usage) {
        List<OutgoingEvent> outgoing = new ArrayList<>();
        events.forEach(event -> outgoing.add(OutgoingEvent.of(event)));
        usage.forEach(observed -> outgoing.add(new OutgoingEvent(observed.attemptId(), observed, null, null)));
        return outgoing.isEmpty() ? Mono.empty() : outbox.append(outgoing);
    }
}

package dev.colophon.metadata.generation;

import dev.colophon.messaging.Traces;
import dev.colophon.metadata.content.DigestStore;
import dev.colophon.metadata.content.RefreshPolicy;
import dev.colophon.metadata.generation.GenerationRequests.Reason;
import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks at a project whose items have changed and asks for new metadata where the change is worth it. */
@Component
class RefreshWorker {

    private final ClientTransactions transactions;
    private final GenerationStore store;
    private final DigestStore digests;
    private final RefreshPolicy policy;
    private final GenerationRequests requests;
    private final Regenerations regenerations;
    private final WorkQueue queue;
    private final Traces traces;

    RefreshWorker(
            ClientTransactions transactions,
            GenerationStore store,
            DigestStore digests,
            RefreshPolicy policy,
            GenerationRequests requests,
            Regenerations regenerations,
            WorkQueue queue,
            Traces traces) {
        this.transactions = transactions;
        this.store = store;
        this.digests = digests;
        this.policy = policy;
        this.requests = requests;
        this.regenerations = regenerations;
        this.queue = queue;
        this.traces = traces;
    }

    /** One transaction: what is decided and that it has been decided. */
    Mono<Void> run(WorkItem work) {
        Mono<Void> whole = store.lock(work.subjectId())
                .filter(GenerationStore.Known::autoMetadata)
                .flatMap(known -> digests.look(work.subjectId(), known.itemsRevision())
                        .flatMap(standing ->
                                carryOut(work, known, policy.judge(standing)).thenReturn(work)))
                .switchIfEmpty(Mono.defer(() -> done(work)).thenReturn(work))
                .then();
        return traces.inSpan("metadata refresh", work.traceparent(), transactions.inClient(work.clientId(), whole));
    }

    private Mono<Void> carryOut(WorkItem work, GenerationStore.Known known, RefreshPolicy.Verdict verdict) {
        return switch (verdict) {
            case REFRESH -> work.replayId() == null ? refresh(work, known) : refresh(work, known, work.replayId());
            case LOOK_AGAIN -> queue.postpone(List.of(work), policy.pause());
            case LEAVE -> done(work);
        };
    }

    private Mono<Void> refresh(WorkItem work, GenerationStore.Known known) {
        return requests.change(work.clientId(), work.subjectId(), known.state(), Reason.ITEMS_CHANGED, null)
                .then(done(work));
    }

    /** What is being written already may have been begun before the items changed. */
    private Mono<Void> refresh(WorkItem work, GenerationStore.Known known, UUID replayId) {
        return known.state().status() == MetadataStatus.IN_PROGRESS
                ? queue.postpone(List.of(work), policy.pause())
                : regenerations
                        .queue(work.clientId(), replayId, List.of(work.subjectId()), false)
                        .then(done(work));
    }

    private Mono<Void> done(WorkItem work) {
        return queue.complete(List.of(work)).then();
    }
}

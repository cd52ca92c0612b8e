package dev.colophon.embedding.backfill;

import dev.colophon.embedding.backfill.Backfill.Progress;
import dev.colophon.embedding.backfill.Backfill.Status;
import dev.colophon.embedding.backfill.BackfillStore.Taken;
import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.work.StepWorker;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks for chunks a batch at a time, and for the next when less than a batch still waits: so a pause holds soon. */
@Component
class BackfillSteps implements StepWorker.Steps {

    private static final Logger log = LoggerFactory.getLogger(BackfillSteps.class);

    private final ClientTransactions transactions;
    private final BackfillStore store;
    private final EmbeddingSpaces spaces;
    private final WorkQueue queue;
    private final BackfillProperties settings;
    private final ApplicationEventPublisher within;

    BackfillSteps(
            ClientTransactions transactions,
            BackfillStore store,
            EmbeddingSpaces spaces,
            WorkQueue queue,
            BackfillProperties settings,
            ApplicationEventPublisher within) {
        this.transactions = transactions;
        this.store = store;
        this.spaces = spaces;
        this.queue = queue;
        this.settings = settings;
        this.within = within;
    }

    @Override
    public Mono<Duration> next(UUID clientId, UUID id) {
        Mono<Duration> step = store.find(clientId, id)
                .filter(backfill -> backfill.status() == Status.RUNNING)
                .zipWith(store.progress(clientId, id))
                .flatMap(read -> step(clientId, read.getT1(), read.getT2()));
        return transactions.inClient(clientId, step).doOnNext(again -> within.publishEvent(new ChunksPending()));
    }

    private Mono<Duration> step(UUID clientId, Backfill backfill, Progress progress) {
        UUID after = backfill.askedUpTo();
        if (after != null && progress.pending() < backfill.scope().batchSize()) {
            return spaces.of(clientId)
                    .flatMap(now -> ask(clientId, backfill, after, now.active()))
                    .thenReturn(Duration.ZERO);
        }
        if (after != null || progress.pending() > 0) {
            return Mono.just(settings.lookEvery());
        }
        return store.end(clientId, backfill.id(), Status.COMPLETED, progress, null)
                .filter(ended -> ended)
                .doOnNext(ended -> log.info("client {}: backfill {} is complete", clientId, backfill.id()))
                .then(Mono.empty());
    }

    private Mono<Void> ask(UUID clientId, Backfill backfill, UUID after, ServedSpace active) {
        return store.take(clientId, backfill, after, active)
                .flatMap(taken -> queue.enqueue(requests(clientId, active, taken))
                        .then(store.askedUpTo(
                                clientId,
                                backfill.id(),
                                taken.size() < backfill.scope().batchSize()
                                        ? null
                                        : taken.get(taken.size() - 1).chunkId())));
    }

    private static List<WorkRequest> requests(UUID clientId, ServedSpace active, List<Taken> taken) {
        return taken.stream()
                .map(chunk -> new WorkRequest(
                        ChunkWork.live(active),
                        clientId,
                        chunk.chunkId(),
                        WorkRequest.BACKFILL,
                        Duration.ZERO,
                        chunk.tokens(),
                        null))
                .toList();
    }

    @Override
    public Mono<Void> givenUp(UUID clientId, UUID id, String reason) {
        log.error("client {}: backfill {} has failed: {}", clientId, id, reason);
        return transactions.inClient(
                clientId,
                store.progress(clientId, id)
                        .flatMap(progress -> store.end(clientId, id, Status.FAILED, progress, reason))
                        .then());
    }
}

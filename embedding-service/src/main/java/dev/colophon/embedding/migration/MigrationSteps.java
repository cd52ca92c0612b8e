package dev.colophon.embedding.migration;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.migration.Migration.Status;
import dev.colophon.embedding.migration.MigrationStore.Lacking;
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

/** Asks for the vectors that a migration needs, some at a time, and switches when they are there. */
@Component
class MigrationSteps implements StepWorker.Steps {

    private static final Logger log = LoggerFactory.getLogger(MigrationSteps.class);

    private final ClientTransactions transactions;
    private final MigrationStore store;
    private final Migrations migrations;
    private final WorkQueue queue;
    private final MigrationProperties settings;
    private final ApplicationEventPublisher within;

    MigrationSteps(
            ClientTransactions transactions,
            MigrationStore store,
            Migrations migrations,
            WorkQueue queue,
            MigrationProperties settings,
            ApplicationEventPublisher within) {
        this.transactions = transactions;
        this.store = store;
        this.migrations = migrations;
        this.queue = queue;
        this.settings = settings;
        this.within = within;
    }

    @Override
    public Mono<Duration> next(UUID clientId, UUID id) {
        return transactions.inClient(clientId, store.running(clientId, id)).flatMap(migration -> {
            UUID after = migration.askedUpTo();
            return after == null ? look(clientId, migration) : ask(clientId, migration, after);
        });
    }

    @Override
    public Mono<Void> givenUp(UUID clientId, UUID id, String reason) {
        log.error("client {}: migration {} has failed: {}", clientId, id, reason);
        return transactions.inClient(clientId, store.find(clientId, id).flatMap(migration -> store.end(
                        clientId, migration, Status.FAILED, reason)
                .filter(done -> done)
                .flatMap(done -> queue.cancelAll(ChunkWork.migration(migration.target()), clientId))));
    }

    private Mono<Duration> ask(UUID clientId, Migration migration, UUID after) {
        int limit = settings.chunksPerStep();
        Mono<Duration> asked = store.next(clientId, migration.target(), after, limit)
                .flatMap(chunks -> queue.enqueue(requests(clientId, migration, chunks))
                        .then(store.askedUpTo(
                                clientId,
                                migration.id(),
                                chunks.size() < limit
                                        ? null
                                        : chunks.get(chunks.size() - 1).chunkId())))
                .thenReturn(Duration.ZERO);
        return transactions.inClient(clientId, asked).doOnNext(done -> within.publishEvent(new ChunksPending()));
    }

    private static List<WorkRequest> requests(UUID clientId, Migration migration, List<Lacking> chunks) {
        return chunks.stream()
                .filter(chunk -> !chunk.settled())
                .map(chunk -> new WorkRequest(
                        ChunkWork.migration(migration.target()),
                        clientId,
                        chunk.chunkId(),
                        WorkRequest.BACKFILL,
                        Duration.ZERO,
                        chunk.tokens(),
                        null))
                .toList();
    }

    private Mono<Duration> look(UUID clientId, Migration migration) {
        return transactions
                .inClient(clientId, store.hasWaiting(clientId, migration.target()))
                .flatMap(waiting -> waiting ? Mono.just(settings.lookEvery()) : end(clientId, migration));
    }

    /**
     * Where chunks lack their vector and nobody is at them, they are asked for once more. The more chunks there are, the
     * longer it takes to look, and the more seldom it is done.
     */
    private Mono<Duration> end(UUID clientId, Migration migration) {
        long started = System.nanoTime();
        return transactions
                .inClient(clientId, migrations.change(clientId, migration, false))
                .flatMap(done -> done
                        ? Mono.empty()
                        : transactions
                                .inClient(clientId, askAgain(clientId, migration))
                                .then(Mono.fromSupplier(() -> longer(Duration.ofNanos(System.nanoTime() - started)))));
    }

    private Mono<Void> askAgain(UUID clientId, Migration migration) {
        return store.hasUnasked(clientId, migration.target())
                .flatMap(unasked ->
                        unasked ? store.askedUpTo(clientId, migration.id(), MigrationStore.BEGINNING) : Mono.empty());
    }

    private Duration longer(Duration looking) {
        Duration rest = looking.multipliedBy(10);
        return rest.compareTo(settings.lookEvery()) > 0 ? rest : settings.lookEvery();
    }
}

package dev.colophon.embedding.migration;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.migration.Migration.Status;
import dev.colophon.embedding.migration.MigrationTargets.Target;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpacePrices;
import dev.colophon.events.Ids;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Begins migrations, holds them, and ends them. A client has one under way at most. */
@Component
class Migrations {

    /** The queue whose subjects are migrations that have a step to do. */
    static final String STEPS = "migration-step";

    /** The queue whose subjects are migrations whose old vectors are to be forgotten. */
    static final String FORGETTING = "migration-forget";

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private final ClientTransactions transactions;
    private final MigrationStore store;
    private final SwitchStore switches;
    private final MigrationTargets targets;
    private final EmbeddingSpaces spaces;
    private final SpacePrices prices;
    private final WorkQueue queue;
    private final MigrationProperties settings;
    private final EmbeddingSpace local;

    Migrations(
            ClientTransactions transactions,
            MigrationStore store,
            SwitchStore switches,
            MigrationTargets targets,
            EmbeddingSpaces spaces,
            SpacePrices prices,
            WorkQueue queue,
            MigrationProperties settings,
            EmbeddingSpace local) {
        this.transactions = transactions;
        this.store = store;
        this.switches = switches;
        this.targets = targets;
        this.spaces = spaces;
        this.prices = prices;
        this.queue = queue;
        this.settings = settings;
        this.local = local;
    }

    /** What a migration would take. */
    Mono<MigrationPlan> plan(UUID clientId, String toModel) {
        return target(clientId, toModel).flatMap(target -> transactions
                .inClient(clientId, possible(clientId, target).zipWhen(now -> store.counted(clientId, target.model())))
                .flatMap(read -> prices.of(
                                clientId, target.integration(), read.getT2().tokens())
                        .map(cost -> MigrationPlan.of(
                                read.getT1().active().model(),
                                target.model(),
                                target.dimensions(),
                                read.getT2(),
                                cost))));
    }

    Mono<Migration> begin(UUID clientId, String toModel) {
        UUID id = Ids.newId();
        return target(clientId, toModel)
                .flatMap(target -> transactions
                        .inClient(clientId, possible(clientId, target))
                        .then(targets.space(clientId, target)))
                .flatMap(space -> transactions.inClient(
                        clientId,
                        switches.rememberActive(clientId, local)
                                .then(store.insert(clientId, id, space))
                                .then(enqueue(STEPS, clientId, id, Duration.ZERO))
                                .then(store.find(clientId, id))))
                .onErrorMap(DataIntegrityViolationException.class, taken -> underWay())
                .doOnNext(migration -> log.info(
                        "client {}: migration {} to {} begins",
                        clientId,
                        id,
                        migration.target().model()));
    }

    /** Lets no more of it be embedded; what is under way is still stored. */
    Mono<Migration> pause(UUID clientId, UUID id) {
        return changed(clientId, id, Status.PAUSED, List.of(Status.RUNNING), queue.cancel(STEPS, List.of(id)));
    }

    Mono<Migration> resume(UUID clientId, UUID id) {
        return changed(
                clientId, id, Status.RUNNING, List.of(Status.PAUSED), enqueue(STEPS, clientId, id, Duration.ZERO));
    }

    /** The vectors that were built are kept as long as those of a former model, so that beginning again costs less. */
    Mono<Migration> cancel(UUID clientId, UUID id) {
        return transactions.inClient(
                clientId,
                existing(clientId, id)
                        .flatMap(migration -> store.end(clientId, migration, Status.CANCELLED, null)
                                .filter(done -> done)
                                .switchIfEmpty(Mono.error(() -> ProblemException.conflict("The migration has ended")))
                                .flatMap(done -> queue.cancelAll(ChunkWork.migration(migration.target()), clientId))
                                .then(queue.cancel(STEPS, List.of(id)))
                                .then(enqueue(FORGETTING, clientId, id, settings.keepOld())))
                        .then(store.find(clientId, id)));
    }

    /** Switches although some chunks were given up; those will not be found by their meaning. */
    Mono<Migration> switchWithout(UUID clientId, UUID id) {
        return transactions
                .inClient(clientId, existing(clientId, id))
                .flatMap(migration -> transactions.inClient(
                        clientId, change(clientId, migration, true).then(store.find(clientId, id))))
                .filter(migration -> migration.status() == Status.SWITCHED)
                .switchIfEmpty(Mono.error(() ->
                        ProblemException.conflict("The migration has ended, or chunks still wait for their vectors")));
    }

    /**
     * Switches where nothing that is found now would be lost, and has what lacks a vector embedded. Within the client's
     * transaction, as the first to write.
     *
     * @return whether it did
     */
    Mono<Boolean> change(UUID clientId, Migration migration, boolean acceptFailed) {
        ServedSpace target = migration.target();
        List<String> from = acceptFailed ? List.of("running", "paused") : List.of("running");
        return switches.change(clientId, migration.id(), target, from, acceptFailed)
                .flatMap(done -> done ? switched(clientId, migration).thenReturn(true) : Mono.just(false));
    }

    private Mono<Void> switched(UUID clientId, Migration migration) {
        ServedSpace target = migration.target();
        Mono<Void> waiting = switches.adjust(clientId, target)
                .map(chunk -> WorkRequest.now(ChunkWork.live(target), clientId, chunk, null))
                .collectList()
                .flatMap(queue::enqueue);
        return store.progress(clientId, target)
                .flatMap(progress ->
                        waiting.then(store.finish(clientId, migration.id(), Status.SWITCHED, null, progress)))
                .then(queue.cancelAll(ChunkWork.migration(target), clientId))
                .then(queue.cancel(STEPS, List.of(migration.id())))
                .then(enqueue(FORGETTING, clientId, migration.id(), settings.keepOld()))
                .doOnSuccess(done -> log.info("client {} searches with {} now", clientId, target.model()));
    }

    private Mono<Target> target(UUID clientId, String name) {
        return Mono.fromCallable(() -> targets.named(clientId, name)).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<ClientSpaces> possible(UUID clientId, Target target) {
        return spaces.of(clientId).flatMap(now -> {
            if (now.building() != null) {
                return Mono.error(underWay());
            }
            return now.active().model().equals(target.model())
                    ? Mono.error(ProblemException.conflict("Searches use " + target.model() + " already"))
                    : Mono.just(now);
        });
    }

    private static ProblemException underWay() {
        return ProblemException.conflict("A migration is under way: cancel it, or wait for its end");
    }

    private Mono<Migration> existing(UUID clientId, UUID id) {
        return store.find(clientId, id)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no migration " + id)));
    }

    private Mono<Migration> changed(UUID clientId, UUID id, Status to, List<Status> from, Mono<Void> then) {
        return transactions.inClient(
                clientId,
                existing(clientId, id)
                        .flatMap(migration -> store.change(clientId, id, to, from))
                        .filter(done -> done)
                        .switchIfEmpty(Mono.error(() -> ProblemException.conflict(
                                "The migration is not " + from.get(0).name().toLowerCase(Locale.ROOT))))
                        .flatMap(done -> then.then(store.find(clientId, id))));
    }

    private Mono<Void> enqueue(String steps, UUID clientId, UUID id, Duration delay) {
        return queue.enqueue(List.of(new WorkRequest(steps, clientId, id, WorkRequest.LIVE, delay, null)));
    }
}

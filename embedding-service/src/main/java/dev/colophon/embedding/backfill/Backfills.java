package dev.colophon.embedding.backfill;

import dev.colophon.embedding.backfill.Backfill.Status;
import dev.colophon.embedding.backfill.BackfillRequest.Scope;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.embedding.space.SpacePrices;
import dev.colophon.embedding.space.SpacePrices.Cost;
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
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Begins backfills, holds them, and ends them. What one of them has asked for already is embedded in any case. */
@Component
class Backfills {

    /** The queue whose subjects are backfills of projects, and of all, that have a step to do. */
    static final String PROJECT_STEPS = "backfill-step";

    /** The same for backfills of an item. */
    static final String ITEM_STEPS = "backfill-item-step";

    private static final Logger log = LoggerFactory.getLogger(Backfills.class);

    private final ClientTransactions transactions;
    private final BackfillStore store;
    private final EmbeddingSpaces spaces;
    private final SpaceAccounts accounts;
    private final SpacePrices prices;
    private final WorkQueue queue;

    Backfills(
            ClientTransactions transactions,
            BackfillStore store,
            EmbeddingSpaces spaces,
            SpaceAccounts accounts,
            SpacePrices prices,
            WorkQueue queue) {
        this.transactions = transactions;
        this.store = store;
        this.spaces = spaces;
        this.accounts = accounts;
        this.prices = prices;
        this.queue = queue;
    }

    /** What a backfill would take. */
    Mono<BackfillPlan> plan(UUID clientId, Scope scope) {
        return transactions
                .inClient(clientId, spaces.of(clientId).zipWhen(now -> store.counted(clientId, scope, now.active())))
                .flatMap(read -> cost(
                                clientId, read.getT1().active(), read.getT2().tokens())
                        .map(cost -> BackfillPlan.of(read.getT1().active().model(), read.getT2(), cost)));
    }

    private Mono<Cost> cost(UUID clientId, ServedSpace active, long tokens) {
        if (active.isLocal()) {
            return Mono.just(Cost.FREE);
        }
        return Mono.fromCallable(() -> accounts.serving(clientId, active))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(serving -> serving.isEmpty()
                        ? Mono.just(new Cost(null, "unavailable"))
                        : prices.of(clientId, serving.get(0), tokens));
    }

    Mono<Backfill> begin(UUID clientId, Scope scope) {
        UUID id = Ids.newId();
        Mono<Backfill> begun = spaces.of(clientId)
                .flatMap(now -> store.counted(clientId, scope, now.active()))
                .flatMap(counted -> store.insert(clientId, id, scope, counted.chunks()))
                .then(enqueue(clientId, id, scope))
                .then(store.find(clientId, id));
        return transactions
                .inClient(clientId, begun)
                .doOnNext(backfill ->
                        log.info("client {}: backfill {} of {} chunks begins", clientId, id, backfill.chunks()));
    }

    Mono<Backfill> pause(UUID clientId, UUID id) {
        return changed(clientId, id, Status.PAUSED, Status.RUNNING);
    }

    Mono<Backfill> resume(UUID clientId, UUID id) {
        return changed(clientId, id, Status.RUNNING, Status.PAUSED);
    }

    Mono<Backfill> cancel(UUID clientId, UUID id) {
        return transactions.inClient(
                clientId,
                existing(clientId, id)
                        .flatMap(backfill -> store.progress(clientId, id))
                        .flatMap(progress -> store.end(clientId, id, Status.CANCELLED, progress, null))
                        .filter(done -> done)
                        .switchIfEmpty(Mono.error(() -> ProblemException.conflict("The backfill has ended")))
                        .then(store.find(clientId, id)));
    }

    private Mono<Backfill> changed(UUID clientId, UUID id, Status to, Status from) {
        return transactions.inClient(
                clientId,
                existing(clientId, id)
                        .flatMap(backfill -> store.change(clientId, id, to, List.of(from))
                                .filter(done -> done)
                                .switchIfEmpty(Mono.error(() -> ProblemException.conflict(
                                        "The backfill is not " + from.name().toLowerCase(Locale.ROOT))))
                                .then(
                                        to == Status.RUNNING
                                                ? enqueue(clientId, id, backfill.scope())
                                                : queue.cancel(steps(backfill.scope()), List.of(id))))
                        .then(store.find(clientId, id)));
    }

    private Mono<Backfill> existing(UUID clientId, UUID id) {
        return store.find(clientId, id)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no backfill " + id)));
    }

    private Mono<Void> enqueue(UUID clientId, UUID id, Scope scope) {
        return queue.enqueue(
                List.of(new WorkRequest(steps(scope), clientId, id, WorkRequest.LIVE, Duration.ZERO, null)));
    }

    private static String steps(Scope scope) {
        return scope.itemId() == null ? PROJECT_STEPS : ITEM_STEPS;
    }
}

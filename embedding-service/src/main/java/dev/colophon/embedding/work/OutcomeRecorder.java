package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.embedding.chunk.FinishedItems;
import dev.colophon.events.ClientId;
import dev.colophon.events.embedding.EmbeddingFailed;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Records what became of a batch. Vectors, states, finished work, events and usage of a client's chunks are one
 * transaction; chunks whose lease was lost are left to whoever holds them now, and are counted there.
 */
@Component
class OutcomeRecorder {

    private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);
    private static final int CLIENTS_AT_ONCE = 4;

    private final ClientTransactions transactions;
    private final OutcomeStore store;
    private final WorkQueue queue;
    private final FinishedItems finished;
    private final Outbox outbox;
    private final EmbeddingSpace space;
    private final WorkProperties settings;
    private final Clock clock;

    OutcomeRecorder(
            ClientTransactions transactions,
            OutcomeStore store,
            WorkQueue queue,
            FinishedItems finished,
            Outbox outbox,
            EmbeddingSpace space,
            WorkProperties settings,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.queue = queue;
        this.finished = finished;
        this.outbox = outbox;
        this.space = space;
        this.settings = settings;
        this.clock = clock;
    }

    /** Records outcomes of any clients. Gives the number of chunks that were completed. */
    Mono<Integer> record(List<Outcome> outcomes, List<WorkItem> obsolete, Duration took) {
        Map<UUID, List<Outcome.Embedded>> embedded = outcomes.stream()
                .filter(Outcome.Embedded.class::isInstance)
                .map(Outcome.Embedded.class::cast)
                .collect(Collectors.groupingBy(one -> one.chunk().clientId()));
        Mono<Integer> completed = Flux.fromIterable(embedded.entrySet())
                .flatMap(entry -> complete(entry.getKey(), entry.getValue(), took), CLIENTS_AT_ONCE)
                .reduce(0, Integer::sum);
        Mono<Void> failed = Flux.fromIterable(outcomes)
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .concatMap(this::failed)
                .then();
        return completed.flatMap(count -> failed.then(drop(obsolete)).thenReturn(count));
    }

    private Mono<Integer> complete(UUID clientId, List<Outcome.Embedded> embedded, Duration took) {
        Set<UUID> itemIds = embedded.stream().map(one -> one.chunk().itemId()).collect(Collectors.toSet());
        Mono<Integer> work = finished.lock(clientId, itemIds)
                .then(store.complete(clientId, embedded))
                .then(queue.complete(
                        embedded.stream().map(one -> one.chunk().work()).toList()))
                .then(Mono.defer(() -> tell(clientId, itemIds, embedded, took)))
                .thenReturn(embedded.size());
        return transactions.inClient(clientId, work).onErrorResume(LeaseLostException.class, lost -> {
            log.info("client {}: {}", clientId, lost.getMessage());
            return completeHalves(clientId, embedded, took);
        });
    }

    /** Finds those that are still held, and keeps them. */
    private Mono<Integer> completeHalves(UUID clientId, List<Outcome.Embedded> embedded, Duration took) {
        if (embedded.size() == 1) {
            return Mono.just(0);
        }
        int middle = embedded.size() / 2;
        return Flux.just(embedded.subList(0, middle), embedded.subList(middle, embedded.size()))
                .concatMap(half -> complete(clientId, half, took))
                .reduce(0, Integer::sum);
    }

    private Mono<Void> tell(UUID clientId, Set<UUID> itemIds, List<Outcome.Embedded> embedded, Duration took) {
        Map<UUID, WorkItem> workOf = new HashMap<>();
        embedded.forEach(one -> workOf.put(one.chunk().itemId(), one.chunk().work()));
        return finished.among(clientId, itemIds, space.dimensions())
                .map(event -> OutgoingEvent.of(event, traceOf(workOf.get(event.itemId()))))
                .collectList()
                .flatMap(events -> {
                    List<OutgoingEvent> all = new ArrayList<>(events);
                    all.addAll(UsageFacts.of(space, clientId, embedded, took, clock.instant()));
                    return outbox.append(all);
                });
    }

    private static @Nullable String traceOf(@Nullable WorkItem work) {
        return work == null ? null : work.traceparent();
    }

    private Mono<Void> failed(Outcome.Failed failed) {
        WorkItem work = failed.chunk().work();
        boolean forGood = work.attempts() >= settings.retryDelays().size();
        log.info(
                "client {}: chunk {} failed, try {}{}: {}",
                work.clientId(),
                work.subjectId(),
                work.attempts() + 1,
                forGood ? " and last" : "",
                failed.reason());
        Mono<Void> queued = forGood
                ? queue.fail(work, failed.reason()).then(tellFailed(failed))
                : queue.retry(work, settings.retryDelays().get(work.attempts()), failed.reason());
        return transactions
                .inClient(
                        work.clientId(),
                        finished.lock(work.clientId(), Set.of(failed.chunk().itemId()))
                                .then(queue.extend(List.of(work), settings.lease()))
                                .then(store.failed(failed, forGood))
                                .then(queued)
                                .then(outbox.append(List.of(UsageFacts.of(space, failed, clock.instant())))))
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty());
    }

    private Mono<Void> tellFailed(Outcome.Failed failed) {
        PendingChunk chunk = failed.chunk();
        return store.failedItem(chunk.clientId(), chunk.itemId())
                .map(item -> new EmbeddingFailed(
                        new ClientId(chunk.clientId()),
                        chunk.projectId(),
                        chunk.itemId(),
                        item.version(),
                        space.model(),
                        item.chunks(),
                        failed.reason(),
                        clock.instant()))
                .flatMap(event -> outbox.append(
                        List.of(OutgoingEvent.of(event, chunk.work().traceparent()))));
    }

    private Mono<Void> drop(List<WorkItem> obsolete) {
        return obsolete.isEmpty()
                ? Mono.empty()
                : queue.complete(obsolete).then().onErrorResume(LeaseLostException.class, lost -> Mono.empty());
    }
}

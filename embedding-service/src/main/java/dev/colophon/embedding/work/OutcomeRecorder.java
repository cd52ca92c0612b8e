package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.chunk.FinishedItems;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.events.ClientId;
import dev.colophon.events.embedding.EmbeddingFailed;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
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
import java.util.stream.Stream;
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
    private final EmbeddingSpaces spaces;
    private final WorkProperties settings;
    private final Clock clock;

    OutcomeRecorder(
            ClientTransactions transactions,
            OutcomeStore store,
            WorkQueue queue,
            FinishedItems finished,
            Outbox outbox,
            EmbeddingSpaces spaces,
            WorkProperties settings,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.queue = queue;
        this.finished = finished;
        this.outbox = outbox;
        this.spaces = spaces;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is recorded together, in the context of whichever replay caused it. */
    private record Kind(
            UUID clientId,
            ServedSpace target,
            @Nullable UUID replayId,
            @Nullable UUID anewIn) {

        static Kind of(PendingChunk chunk) {
            return new Kind(chunk.clientId(), chunk.target(), chunk.work().replayId(), chunk.anewIn());
        }
    }

    /** Records outcomes of any clients and spaces. Gives the number of chunks that were completed. */
    Mono<Integer> record(List<Outcome> outcomes, Duration took) {
        Map<Kind, List<Outcome.Embedded>> embedded =
                of(Outcome.Embedded.class, outcomes).collect(Collectors.groupingBy(one -> Kind.of(one.chunk())));
        Map<Duration, List<WorkItem>> postponed = of(Outcome.Postponed.class, outcomes)
                .collect(Collectors.groupingBy(
                        Outcome.Postponed::pause,
                        Collectors.mapping(one -> one.chunk().work(), Collectors.toList())));
        Mono<Integer> completed = Flux.fromIterable(embedded.entrySet())
                .flatMap(entry -> complete(entry.getKey(), entry.getValue(), took), CLIENTS_AT_ONCE)
                .reduce(0, Integer::sum);
        Mono<Void> failed = Flux.fromStream(of(Outcome.Failed.class, outcomes))
                .concatMap(this::failed)
                .then();
        Mono<Void> waiting = Flux.fromIterable(postponed.entrySet())
                .concatMap(entry -> queue.postpone(entry.getValue(), entry.getKey()))
                .then();
        return completed.flatMap(count -> failed.then(waiting).thenReturn(count));
    }

    private static <T extends Outcome> Stream<T> of(Class<T> kind, List<Outcome> outcomes) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast);
    }

    private Mono<Integer> complete(Kind kind, List<Outcome.Embedded> embedded, Duration took) {
        Mono<Integer> work = spaces.held(kind.clientId()).flatMap(now -> stored(kind, now, embedded, took));
        return transactions
                .inClient(kind.clientId(), work)
                .contextWrite(ReplayContext.of(embedded.get(0).chunk().work()))
                .onErrorResume(LeaseLostException.class, lost -> {
                    log.info("client {}: {}", kind.clientId(), lost.getMessage());
                    return completeHalves(kind, embedded, took);
                });
    }

    /** The client's spaces may have changed since the batch was claimed. */
    private Mono<Integer> stored(Kind kind, ClientSpaces now, List<Outcome.Embedded> embedded, Duration took) {
        UUID clientId = kind.clientId();
        List<WorkItem> work = embedded.stream().map(one -> one.chunk().work()).toList();
        if (kind.target().equals(now.active())) {
            Set<UUID> itemIds =
                    embedded.stream().map(one -> one.chunk().itemId()).collect(Collectors.toSet());
            return finished.lock(clientId, itemIds)
                    .then(store.complete(clientId, kind.target().space(), embedded, kind.anewIn()))
                    .then(queue.complete(work))
                    .then(Mono.defer(() -> tell(kind, itemIds, embedded, took)))
                    .thenReturn(embedded.size());
        }
        if (kind.target().equals(now.building())) {
            return store.keep(clientId, kind.target().space(), embedded)
                    .then(queue.complete(work))
                    .then(Mono.defer(
                            () -> append(UsageFacts.of(kind.target(), clientId, embedded, took, clock.instant()))))
                    .thenReturn(embedded.size());
        }
        List<WorkItem> building = work.stream()
                .filter(item -> ChunkWork.isMigration(item.queue()))
                .toList();
        List<WorkItem> live = work.stream()
                .filter(item -> !ChunkWork.isMigration(item.queue()))
                .toList();
        return drop(building).then(givenBack(live)).thenReturn(0);
    }

    private Mono<Void> givenBack(List<WorkItem> work) {
        return work.isEmpty() ? Mono.empty() : queue.postpone(work, Duration.ZERO);
    }

    /** Finds those that are still held, and keeps them. */
    private Mono<Integer> completeHalves(Kind kind, List<Outcome.Embedded> embedded, Duration took) {
        if (embedded.size() == 1) {
            return Mono.just(0);
        }
        int middle = embedded.size() / 2;
        return Flux.just(embedded.subList(0, middle), embedded.subList(middle, embedded.size()))
                .concatMap(half -> complete(kind, half, took))
                .reduce(0, Integer::sum);
    }

    private Mono<Void> tell(Kind kind, Set<UUID> itemIds, List<Outcome.Embedded> embedded, Duration took) {
        Map<UUID, WorkItem> workOf = new HashMap<>();
        embedded.forEach(one -> workOf.put(one.chunk().itemId(), one.chunk().work()));
        return finished.among(
                        kind.clientId(), itemIds, kind.target().space(), kind.anewIn(), ChunkWork.live(kind.target()))
                .map(event -> OutgoingEvent.of(event, traceOf(workOf.get(event.itemId()))))
                .collectList()
                .flatMap(events -> {
                    List<OutgoingEvent> all = new ArrayList<>(events);
                    all.addAll(UsageFacts.of(kind.target(), kind.clientId(), embedded, took, clock.instant()));
                    return append(all);
                });
    }

    private Mono<Void> append(List<OutgoingEvent> events) {
        return events.isEmpty() ? Mono.empty() : outbox.append(events);
    }

    private static @Nullable String traceOf(@Nullable WorkItem work) {
        return work == null ? null : work.traceparent();
    }

    private Mono<Void> failed(Outcome.Failed failed) {
        WorkItem work = failed.chunk().work();
        boolean forGood =
                failed.hopeless() || work.attempts() >= settings.retryDelays().size();
        log.info(
                "client {}: chunk {} failed under {}, try {}{}: {}",
                work.clientId(),
                work.subjectId(),
                failed.chunk().target().model(),
                work.attempts() + 1,
                forGood ? " and last" : "",
                failed.reason());
        Mono<Void> queued = forGood
                ? queue.fail(work, failed.reason())
                : queue.retry(work, settings.retryDelays().get(work.attempts()), failed.reason());
        Mono<Void> noted = ChunkWork.isMigration(work.queue()) ? queued : status(failed, forGood, queued);
        return transactions
                .inClient(
                        work.clientId(),
                        finished.lock(work.clientId(), Set.of(failed.chunk().itemId()))
                                .then(queue.extend(List.of(work), settings.lease()))
                                .then(noted)
                                .then(append(UsageFacts.of(failed, clock.instant()))))
                .contextWrite(ReplayContext.of(work))
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty());
    }

    private Mono<Void> status(Outcome.Failed failed, boolean forGood, Mono<Void> queued) {
        return store.failed(failed, forGood).then(queued).then(forGood ? tellFailed(failed) : Mono.empty());
    }

    private Mono<Void> tellFailed(Outcome.Failed failed) {
        PendingChunk chunk = failed.chunk();
        return store.failedItem(chunk.clientId(), chunk.itemId())
                .map(item -> new EmbeddingFailed(
                        new ClientId(chunk.clientId()),
                        chunk.projectId(),
                        chunk.itemId(),
                        item.version(),
                        chunk.target().model(),
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

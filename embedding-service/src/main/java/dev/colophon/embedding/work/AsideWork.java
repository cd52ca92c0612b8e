package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.space.ClientSpaces;
import dev.colophon.embedding.space.EmbeddingSpaces;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts away what of a claim is not to be embedded now, or not in this lane. No attempt is spent. */
@Component
class AsideWork {

    private static final Duration AFTER_THE_TWIN = Duration.ofMillis(500);

    private final WorkQueue queue;
    private final EmbeddingSpaces spaces;
    private final ClientTransactions transactions;
    private final WorkProperties settings;

    AsideWork(WorkQueue queue, EmbeddingSpaces spaces, ClientTransactions transactions, WorkProperties settings) {
        this.queue = queue;
        this.spaces = spaces;
        this.transactions = transactions;
        this.settings = settings;
    }

    Mono<Void> put(ClaimedBatch batch) {
        return drop(batch.obsolete())
                .then(postpone(batch.twins(), AFTER_THE_TWIN))
                .then(postpone(batch.held(), settings.pause()))
                .then(Flux.fromIterable(byCause(batch.misplaced()))
                        .concatMap(this::move)
                        .then());
    }

    /** By client and by what caused it, which it keeps. */
    private static Collection<List<WorkItem>> byCause(List<WorkItem> work) {
        return work.stream()
                .collect(Collectors.groupingBy(item -> Arrays.asList(item.clientId(), item.replayId())))
                .values();
    }

    private Mono<Void> drop(List<WorkItem> obsolete) {
        return obsolete.isEmpty()
                ? Mono.empty()
                : queue.complete(obsolete).then().onErrorResume(LeaseLostException.class, lost -> Mono.empty());
    }

    private Mono<Void> postpone(List<WorkItem> work, Duration pause) {
        return work.isEmpty() ? Mono.empty() : queue.postpone(work, pause);
    }

    /** Into the queue of the lane that serves the client's space now. */
    private Mono<Void> move(List<WorkItem> work) {
        UUID clientId = work.get(0).clientId();
        Mono<Void> moving =
                spaces.of(clientId).flatMap(of -> queue.complete(work).then(queue.enqueue(moved(of, work))));
        return transactions
                .inClient(clientId, moving)
                .contextWrite(ReplayContext.of(work.get(0)))
                .onErrorResume(LeaseLostException.class, lost -> Mono.empty());
    }

    private static List<WorkRequest> moved(ClientSpaces of, List<WorkItem> work) {
        List<WorkRequest> requests = new ArrayList<>();
        for (WorkItem item : work) {
            boolean migration = ChunkWork.isMigration(item.queue());
            ServedSpace target = migration ? of.building() : of.active();
            if (target != null) {
                requests.add(new WorkRequest(
                        migration ? ChunkWork.migration(target) : ChunkWork.live(target),
                        item.clientId(),
                        item.subjectId(),
                        item.priority(),
                        Duration.ZERO,
                        item.weight(),
                        item.traceparent()));
            }
        }
        return requests;
    }
}

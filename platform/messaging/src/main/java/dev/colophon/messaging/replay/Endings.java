package dev.colophon.messaging.replay;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** How passes end, and replays with them. */
final class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);
    private static final List<ReplayStatus> ACTIVE = List.of(ReplayStatus.ESTIMATING, ReplayStatus.RUNNING);

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final ClientTransactions transactions;
    private final WorkQueue queue;
    private final ReplayStore store;
    private final Progress progress;
    private final Allowances allowances;
    private final Audit audit;

    Endings(
            ClientTransactions transactions,
            WorkQueue queue,
            ReplayStore store,
            Progress progress,
            Allowances allowances,
            Audit audit) {
        this.transactions = transactions;
        this.queue = queue;
        this.store = store;
        this.progress = progress;
        this.allowances = allowances;
        this.audit = audit;
    }

    Mono<Void> planned(WorkItem lease, Replay replay) {
        return transactions.inSystem(queue.extend(List.of(lease), LEASE).then(progress.beginPricing(replay.id())));
    }

    /** Completes a run that is read, once its work is done; gives whether it was. */
    Mono<Boolean> complete(WorkItem lease, Replay replay) {
        return queue.standing(replay.id()).flatMap(work -> {
            if (work.pending() + work.held() > 0) {
                return Mono.just(false);
            }
            return spent(replay)
                    .then(transactions.inSystem(end(lease, replay, ReplayStatus.COMPLETED, told(replay, work))))
                    .then(Mono.fromRunnable(() -> log.info(
                            "replay {} completed: {} events matched, {} unchanged, {} failed",
                            replay.id(),
                            replay.counts().matched(),
                            replay.counts().unchanged(),
                            replay.counts().failed())))
                    .then(allowances.giveBackWhatIsOver())
                    .thenReturn(true);
        });
    }

    private static Map<String, Object> told(Replay replay, WorkQueue.Standing work) {
        Replay.Counts counts = replay.counts();
        return Map.of(
                "events_read", counts.read(),
                "events_matched", counts.matched(),
                "events_unchanged", counts.unchanged(),
                "events_failed", counts.failed(),
                "work_failed", work.failed());
    }

    Mono<Void> fail(WorkItem lease, Replay replay, String error) {
        log.error("replay {} failed: {}", replay.id(), error);
        return transactions
                .inSystem(store.error(replay.id(), error)
                        .then(end(lease, replay, ReplayStatus.FAILED, Map.of("error", error))))
                .then(allowances.giveBackWhatIsOver());
    }

    private Mono<Void> end(WorkItem lease, Replay replay, ReplayStatus status, Map<String, ?> detail) {
        return queue.complete(List.of(lease))
                .then(Mono.defer(() -> store.move(replay.id(), ACTIVE, status, null)))
                .then(progress.forgetSubjects(replay.id()))
                .then(audit.add(replay.id(), Audit.ITSELF, status.wireName(), detail));
    }

    /** Remembers what was spent by now, where the account book says. */
    Mono<Void> spent(Replay replay) {
        return allowances
                .spent(replay.id())
                .flatMap(spent -> progress.spent(replay.id(), spent))
                .onErrorResume(error -> {
                    log.debug("what replay {} spent is not known: {}", replay.id(), error.toString());
                    return Mono.empty();
                });
    }
}

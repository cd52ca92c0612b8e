package dev.colophon.messaging.replay;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Stops replays for a while: they read no further, and nobody takes up their work. */
final class Pauses implements ReplayBrake {

    private static final Logger log = LoggerFactory.getLogger(Pauses.class);
    private static final List<ReplayStatus> ACTIVE = List.of(ReplayStatus.ESTIMATING, ReplayStatus.RUNNING);

    private final ClientTransactions transactions;
    private final ReplayStore store;
    private final ReplayQueue runs;
    private final WorkQueue queue;
    private final Audit audit;

    Pauses(ClientTransactions transactions, ReplayStore store, ReplayQueue runs, WorkQueue queue, Audit audit) {
        this.transactions = transactions;
        this.store = store;
        this.runs = runs;
        this.queue = queue;
        this.audit = audit;
    }

    @Override
    public Mono<Void> hold(UUID replayId, Reason reason, String detail, Map<String, BigDecimal> numbers) {
        Pause pause = new Pause(reason.name().toLowerCase(Locale.ROOT), detail, numbers);
        return pause(replayId, Audit.ITSELF, pause).then();
    }

    /** Gives whether the replay was active. What a batch under way queues before it ends is held too. */
    Mono<Boolean> pause(UUID replayId, String by, Pause pause) {
        Mono<Boolean> work = runs.withdraw(replayId)
                .then(Mono.defer(() -> store.move(replayId, ACTIVE, ReplayStatus.PAUSED, pause)))
                .flatMap(paused -> paused
                        ? queue.hold(replayId)
                                .then(audit.add(replayId, by, "paused", details(pause)))
                                .thenReturn(true)
                        : Mono.just(false));
        return transactions.inSystem(work).doOnNext(paused -> {
            if (paused) {
                log.info("replay {} paused, {}: {}", replayId, pause.reason(), pause.detail());
            }
        });
    }

    private static Map<String, Object> details(Pause pause) {
        String detail = pause.detail();
        return Map.of("reason", pause.reason(), "detail", detail == null ? "" : detail, "numbers", pause.numbers());
    }
}

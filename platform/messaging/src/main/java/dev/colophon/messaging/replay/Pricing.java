package dev.colophon.messaging.replay;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Between the two passes: what was planned gets its price, and a run the money that it may spend. */
final class Pricing {

    private static final Logger log = LoggerFactory.getLogger(Pricing.class);

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final ClientTransactions transactions;
    private final WorkQueue queue;
    private final ReplayStore store;
    private final Progress progress;
    private final Allowances allowances;
    private final Pauses pauses;
    private final Audit audit;

    Pricing(
            ClientTransactions transactions,
            WorkQueue queue,
            ReplayStore store,
            Progress progress,
            Allowances allowances,
            Pauses pauses,
            Audit audit) {
        this.transactions = transactions;
        this.queue = queue;
        this.store = store;
        this.progress = progress;
        this.allowances = allowances;
        this.pauses = pauses;
        this.audit = audit;
    }

    /** Ends a dry run with its estimate, or a run's first pass with the beginning of its second. */
    Mono<Void> settle(WorkItem lease, Replay replay) {
        return estimate(replay)
                .flatMap(estimate ->
                        replay.request().dryRun() ? end(lease, replay, estimate) : begin(lease, replay, estimate));
    }

    private Mono<Estimate> estimate(Replay replay) {
        Estimate known = replay.estimate();
        return known != null
                ? Mono.just(known)
                : progress.calls(replay.id())
                        .flatMap(allowances::quotes)
                        .map(quotes -> Estimate.of(replay.counts().matched(), seconds(replay), quotes))
                        .flatMap(estimate -> transactions.inSystem(
                                progress.estimated(replay.id(), estimate).thenReturn(estimate)));
    }

    private static long seconds(Replay replay) {
        Replay.Counts counts = replay.counts();
        Integer rate = replay.maxPerSecond();
        long atTheRate = rate == null ? 0 : counts.matched() / rate;
        return Math.max(atTheRate, (counts.busyMillis() + 999) / 1_000);
    }

    private Mono<Void> end(WorkItem lease, Replay replay, Estimate estimate) {
        return transactions
                .inSystem(queue.complete(List.of(lease))
                        .then(store.move(replay.id(), List.of(ReplayStatus.ESTIMATING), ReplayStatus.ESTIMATED, null))
                        .then(progress.forgetSubjects(replay.id()))
                        .then(audit.add(replay.id(), Audit.ITSELF, "estimated", told(estimate))))
                .doOnSuccess(ended -> log.info("replay {} estimated: {} events", replay.id(), estimate.events()));
    }

    private Mono<Void> begin(WorkItem lease, Replay replay, Estimate estimate) {
        Map<UUID, BigDecimal> worst = Allowances.worst(estimate);
        return allowances
                .setAside(replay.id(), cap(replay, worst), worst)
                .flatMap(refusal -> pauses.pause(replay.id(), Audit.ITSELF, refused(refusal)))
                .switchIfEmpty(Mono.defer(() -> transactions
                        .inSystem(queue.extend(List.of(lease), LEASE)
                                .then(progress.beginRun(replay.id()))
                                .then(audit.add(replay.id(), Audit.ITSELF, "started", told(estimate))))
                        .doOnSuccess(begun -> log.info("replay {} goes on to its run", replay.id()))
                        .thenReturn(true)))
                .then();
    }

    static BigDecimal cap(Replay replay, Map<UUID, BigDecimal> worst) {
        BigDecimal cap = replay.maxCost();
        return cap != null ? cap : worst.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Pause refused(Allowances.Refusal refusal) {
        String said = refusal.detail();
        return new Pause(
                "over_budget",
                "The budget of client " + refusal.clientId() + " has no room for its share of the cap"
                        + (said == null ? "" : ": " + said),
                Map.of("requested", refusal.amount()));
    }

    private static Map<String, Object> told(Estimate estimate) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("events", estimate.events());
        told.put("texts", estimate.texts());
        told.put("cached_texts", estimate.cachedTexts());
        told.put("tokens", estimate.tokens());
        told.put("cost", estimate.cost());
        return told;
    }
}

package dev.colophon.messaging.replay;

import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Begins, changes and ends replays, and says how they stand. Every change is in the audit with who did it. */
public final class Replays {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final Duration LOOK = Duration.ofMillis(150);

    private final ClientTransactions transactions;
    private final ReplayStore store;
    private final Progress progress;
    private final Failures failures;
    private final ReplayQueue runs;
    private final WorkQueue queue;
    private final Pauses pauses;
    private final Allowances allowances;
    private final Audit audit;
    private final Beginnings beginnings;
    private final ReplayEngine engine;

    Replays(
            ClientTransactions transactions,
            ReplayStore store,
            Progress progress,
            Failures failures,
            ReplayQueue runs,
            WorkQueue queue,
            Pauses pauses,
            Allowances allowances,
            Audit audit,
            Beginnings beginnings,
            ReplayEngine engine) {
        this.transactions = transactions;
        this.store = store;
        this.progress = progress;
        this.failures = failures;
        this.runs = runs;
        this.queue = queue;
        this.pauses = pauses;
        this.allowances = allowances;
        this.audit = audit;
        this.beginnings = beginnings;
        this.engine = engine;
    }

    /** The topics that this service can replay. */
    public Set<Topic> topics() {
        return beginnings.topics();
    }

    /**
     * Fixes the range and sets the replay going.
     *
     * @throws RefusedReplayException in the result, where what is asked for makes no sense
     */
    public Mono<Replay> begin(ReplayRequest asked, String by) {
        UUID id = Ids.newId();
        return beginnings
                .of(asked)
                .flatMap(beginning -> transactions.inSystem(store.add(
                                id, beginning.request(), beginning.phase(), by, beginning.ranges())
                        .then(beginning.dryRun() == null ? Mono.empty() : store.takeOver(beginning.dryRun(), id))
                        .then(audit.add(id, by, "requested", Map.of("request", beginning.request())))
                        .then(runs.offer(id))))
                .then(Mono.defer(() -> {
                    log.info(
                            "replay {} of {} requested by {}", id, asked.topic().topicName(), by);
                    engine.wake();
                    return find(id);
                }));
    }

    public Mono<Replay> find(UUID id) {
        return store.find(id);
    }

    /** Newest first, those made before {@code before}. */
    public Flux<Replay> page(@Nullable ReplayStatus status, @Nullable String topic, @Nullable UUID before, int limit) {
        return store.page(status, topic, before, limit);
    }

    public Flux<AuditEntry> audit(UUID id) {
        return audit.of(id);
    }

    /** The first hundred records that were passed over because they cannot be read or handled. */
    public Flux<ReplayFailure> failures(UUID id) {
        return failures.of(id);
    }

    /** How the work stands that a replay has queued in this service. */
    public Mono<WorkQueue.Standing> work(UUID id) {
        return queue.standing(id);
    }

    /** The replay when it does not go on by itself any more, or as it is after {@code atMost}. */
    public Mono<Replay> settled(UUID id, Duration atMost) {
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .concatMap(tick -> find(id), 1)
                .filter(replay -> !replay.status().isActive())
                .next()
                .timeout(atMost, find(id));
    }

    /** Null leaves a limit as it is. What is set aside follows the cap. */
    public Mono<Replay> change(UUID id, @Nullable Integer maxPerSecond, @Nullable BigDecimal maxCost, String by) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (maxPerSecond != null) {
            told.put("max_per_second", maxPerSecond);
        }
        if (maxCost != null) {
            told.put("max_cost", maxCost);
        }
        return find(id).flatMap(replay -> moveCap(replay, maxCost)
                        .then(transactions.inSystem(
                                store.limits(id, maxPerSecond, maxCost).then(audit.add(id, by, "changed", told)))))
                .then(Mono.defer(() -> find(id)));
    }

    private Mono<Void> moveCap(Replay replay, @Nullable BigDecimal maxCost) {
        Estimate estimate = replay.estimate();
        if (maxCost == null || estimate == null || replay.phase() != Replay.Phase.RUN) {
            return Mono.empty();
        }
        return allowances
                .setAside(replay.id(), maxCost, Allowances.worst(estimate))
                .flatMap(refusal -> Mono.error(new RefusedReplayException(
                        "max_cost",
                        "the budget of client " + refusal.clientId() + " has no room for it"
                                + (refusal.detail() == null ? "" : ": " + refusal.detail()))));
    }

    /** Gives whether it went on; one that is paused already stays as it is. */
    public Mono<Boolean> pause(UUID id, String by) {
        return pauses.pause(id, by, new Pause(Pause.REQUESTED, "asked for by " + by, Map.of()));
    }

    /** Gives whether it was paused. */
    public Mono<Boolean> resume(UUID id, String by) {
        return find(id).flatMap(replay -> transactions.inSystem(
                        store.move(id, List.of(ReplayStatus.PAUSED), activeIn(replay.phase()), null)
                                .flatMap(resumed -> resumed
                                        ? queue.unhold(id)
                                                .then(runs.offer(id))
                                                .then(audit.add(id, by, "resumed", Map.of()))
                                                .thenReturn(true)
                                        : Mono.just(false))))
                .doOnNext(resumed -> {
                    log.info("replay {} resumed by {}", id, by);
                    engine.wake();
                });
    }

    private static ReplayStatus activeIn(Replay.Phase phase) {
        return phase == Replay.Phase.RUN ? ReplayStatus.RUNNING : ReplayStatus.ESTIMATING;
    }

    /** Drops what waits and gives money back; what is done stays done. Gives whether it was not over. */
    public Mono<Boolean> cancel(UUID id, String by) {
        List<ReplayStatus> open = Arrays.stream(ReplayStatus.values())
                .filter(status -> !status.isOver())
                .toList();
        return transactions
                .inSystem(runs.withdraw(id)
                        .then(Mono.defer(() -> store.move(id, open, ReplayStatus.CANCELLED, null)))
                        .flatMap(cancelled -> cancelled
                                ? queue.drop(id)
                                        .then(progress.forgetSubjects(id))
                                        .then(audit.add(id, by, "cancelled", Map.of()))
                                        .thenReturn(true)
                                : Mono.just(false)))
                .flatMap(cancelled -> {
                    log.info("replay {} cancelled by {}", id, by);
                    return (cancelled ? allowances.giveBackWhatIsOver() : Mono.<Void>empty())
                            .onErrorComplete()
                            .thenReturn(cancelled);
                });
    }
}

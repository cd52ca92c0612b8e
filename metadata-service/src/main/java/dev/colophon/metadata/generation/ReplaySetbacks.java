package dev.colophon.metadata.generation;

import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.events.ClientId;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.replay.ReplayBrake;
import dev.colophon.messaging.replay.ReplayBrake.Reason;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What becomes of a replay's run that did not come to its end. The project is always left as it was found: with the
 * metadata that it had.
 */
@Component
class ReplaySetbacks {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaySetbacks.class);

    private final RegenerationStore store;
    private final RunEnds ends;
    private final WorkQueue queue;
    private final ReplayBrake brake;
    private final GenerationMetrics metrics;
    private final GenerationProperties settings;
    private final Clock clock;

    ReplaySetbacks(
            RegenerationStore store,
            RunEnds ends,
            WorkQueue queue,
            ReplayBrake brake,
            GenerationMetrics metrics,
            GenerationProperties settings,
            Clock clock) {
        this.store = store;
        this.ends = ends;
        this.queue = queue;
        this.brake = brake;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The money is used up: the replay is paused with its work held, no attempt is spent. Where there is no such replay any
     * more, or it is another service's, the work is tried again like any other.
     */
    Mono<Void> overBudget(
            WorkItem work,
            GenerationRun run,
            UUID replayId,
            BudgetExceededException.Numbers numbers,
            List<AiUsageObserved> usage) {
        boolean own = numbers.ofReplay();
        String detail = own
                ? "what was set aside for the replay is used up"
                : "the %s's limit for the %s is reached".formatted(numbers.scope(), numbers.period());
        return brake.hold(replayId, own ? Reason.CAP_REACHED : Reason.OVER_BUDGET, detail, amounts(numbers))
                .then(queue.standing(replayId))
                .flatMap(standing -> standing.held() > 0
                        ? ends.putOff(work, run, store.rested(run), List.of(), usage, wait(work))
                        : brokeOff(work, run, detail, usage));
    }

    /** Tried again some times; then the work is given up, and stays where the replay counts it as failed. */
    Mono<Void> brokeOff(WorkItem work, GenerationRun run, String error, List<AiUsageObserved> usage) {
        if (work.attempts() + 1 < settings.attempts()) {
            Duration backoff = settings.backoff().multipliedBy(1L << work.attempts());
            return ends.putOff(work, run, store.rested(run), List.of(), usage, queue.retry(work, backoff, error));
        }
        MetadataFailed failed = new MetadataFailed(
                new ClientId(run.clientId()),
                run.projectId(),
                run.requestId(),
                "error",
                "generation broke off " + settings.attempts() + " times",
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return ends.putOff(work, run, store.rested(run), List.of(failed), usage, queue.fail(work, error))
                .doOnSuccess(done -> {
                    metrics.failed("error");
                    LOG.info(
                            "metadata of project {} of client {} failed in a replay: {}",
                            run.projectId(),
                            run.clientId(),
                            error);
                });
    }

    /** Due at once when the replay goes on; the pause is for the moment in which that may have been already. */
    private Mono<Void> wait(WorkItem work) {
        return queue.postpone(List.of(work), settings.backoff());
    }

    private static Map<String, BigDecimal> amounts(BudgetExceededException.Numbers numbers) {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        put(amounts, "cap", numbers.limit());
        put(amounts, "spent", numbers.spent());
        put(amounts, "reserved", numbers.reserved());
        put(amounts, "requested", numbers.requested());
        return amounts;
    }

    private static void put(Map<String, BigDecimal> amounts, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            amounts.put(name, amount);
        }
    }
}

package dev.colophon.usage.budget;

import dev.colophon.usage.allowance.AllowanceMoves;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What the ledger tells the budgets, in the transaction of its client: attempts that are accounted for hold nothing any
 * more, and count by what they cost.
 */
@Component
public class Settlements {

    /**
     * How an attempt was reserved.
     *
     * @param reservedAt decides which windows it counts for
     * @param held what its reservation held until now; zero where it ended before
     * @param estimate what was reserved; null where no price was known
     * @param replayId the replay that it was made for; null for live work
     * @param allowanceId what it draws from; null where it is paid for out of the windows alone
     */
    public record Settled(
            Instant reservedAt,
            @Nullable UUID projectId,
            BigDecimal held,
            @Nullable BigDecimal estimate,
            @Nullable UUID replayId,
            @Nullable UUID allowanceId) {

        private Settled holdingNothing() {
            return new Settled(reservedAt, projectId, BigDecimal.ZERO, estimate, replayId, allowanceId);
        }
    }

    /**
     * A change of what counts.
     *
     * @param at decides which windows
     * @param spent USD confirmed, negative to take back
     * @param unconfirmed USD that may have been billed, negative to take back
     * @param reserved USD, negative to free
     * @param allowanceId counts the same; null where the attempt draws from none
     */
    public record Movement(
            Instant at,
            @Nullable UUID projectId,
            BigDecimal spent,
            BigDecimal unconfirmed,
            BigDecimal reserved,
            @Nullable UUID allowanceId) {}

    private final ReservationStore reservations;
    private final Postings postings;
    private final AllowanceMoves allowances;
    private final BudgetWindows windows;
    private final BudgetStates states;

    Settlements(
            ReservationStore reservations,
            Postings postings,
            AllowanceMoves allowances,
            BudgetWindows windows,
            BudgetStates states) {
        this.reservations = reservations;
        this.postings = postings;
        this.allowances = allowances;
        this.windows = windows;
        this.states = states;
    }

    /** Ends reservations whose attempts stand in the ledger; gives all that were made, whatever became of them, by id. */
    public Mono<Map<UUID, Settled>> settle(Collection<UUID> reservationIds) {
        return reservations.settle(reservationIds).collectMap(ReservationStore.Ended::id, Settlements::settled);
    }

    /** How attempts were reserved, of those that were, whatever became of them; nothing is held. */
    public Mono<Map<UUID, Settled>> known(Collection<UUID> reservationIds) {
        return reservations.all(reservationIds).collectMap(ReservationStore.Ended::id, ended -> settled(ended)
                .holdingNothing());
    }

    /** Counts; tells of budgets that thereby reach a limit, or are below it again. */
    public Mono<Void> apply(UUID clientId, List<Movement> movements) {
        return postings.post(clientId, movements).flatMap(standings -> states.tell(clientId, standings));
    }

    /** Keeps others from changing what counts today until the transaction ends. */
    public Mono<Void> lockCurrent(UUID clientId) {
        return allowances.lock(clientId).then(Mono.defer(() -> windows.lock(clientId)));
    }

    /** Tells of budgets that reached a limit, or are below it again, after everything was counted anew. */
    public Mono<Void> tellOfAll(UUID clientId) {
        return states.tellOfAll(clientId);
    }

    private static Settled settled(ReservationStore.Ended ended) {
        return new Settled(
                ended.reservedAt(),
                ended.projectId(),
                ended.held(),
                ended.estimate(),
                ended.replayId(),
                ended.allowanceId());
    }
}

package dev.colophon.usage.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
     */
    public record Settled(
            Instant reservedAt,
            @Nullable UUID projectId,
            BigDecimal held,
            @Nullable BigDecimal estimate) {}

    /**
     * A change of what counts.
     *
     * @param at decides which windows
     * @param spent USD confirmed, negative to take back
     * @param unconfirmed USD that may have been billed, negative to take back
     * @param reserved USD, negative to free
     */
    public record Movement(
            Instant at, @Nullable UUID projectId, BigDecimal spent, BigDecimal unconfirmed, BigDecimal reserved) {}

    private final ReservationStore reservations;
    private final BudgetWindows windows;
    private final BudgetStates states;

    Settlements(ReservationStore reservations, BudgetWindows windows, BudgetStates states) {
        this.reservations = reservations;
        this.windows = windows;
        this.states = states;
    }

    /** Ends reservations whose attempts stand in the ledger; gives all that were made, whatever became of them, by id. */
    public Mono<Map<UUID, Settled>> settle(Collection<UUID> reservationIds) {
        return reservations.settle(reservationIds).collectMap(ReservationStore.Ended::id, Settlements::settled);
    }

    /** How attempts were reserved, of those that were, whatever became of them; nothing is held. */
    public Mono<Map<UUID, Settled>> known(Collection<UUID> reservationIds) {
        return reservations
                .all(reservationIds)
                .collectMap(
                        ReservationStore.Ended::id,
                        ended -> new Settled(ended.reservedAt(), ended.projectId(), BigDecimal.ZERO, ended.estimate()));
    }

    /** Counts; tells of budgets that thereby reach a limit, or are below it again. */
    public Mono<Void> apply(UUID clientId, List<Movement> movements) {
        SortedMap<Window, Balance> moved = new TreeMap<>();
        for (Movement movement : movements) {
            spread(
                    moved,
                    movement.at(),
                    movement.projectId(),
                    new Balance(movement.spent(), movement.unconfirmed(), movement.reserved()));
        }
        moved.values().removeIf(Settlements::isNothing);
        return windows.move(clientId, moved).collectList().flatMap(standings -> states.tell(clientId, standings));
    }

    /** Keeps others from changing what counts today until the transaction ends. */
    public Mono<Void> lockCurrent(UUID clientId) {
        return windows.lock(clientId);
    }

    /** Tells of budgets that reached a limit, or are below it again, after everything was counted anew. */
    public Mono<Void> tellOfAll(UUID clientId) {
        return states.tellOfAll(clientId);
    }

    /** Adds a balance to every window that an instant counts for. */
    static void spread(Map<Window, Balance> moved, Instant at, @Nullable UUID projectId, Balance balance) {
        for (Window window : Window.at(at, projectId)) {
            moved.merge(window, balance, Balance::plus);
        }
    }

    private static boolean isNothing(Balance balance) {
        return balance.spent().signum() == 0
                && balance.unconfirmed().signum() == 0
                && balance.reserved().signum() == 0;
    }

    private static Settled settled(ReservationStore.Ended ended) {
        return new Settled(ended.reservedAt(), ended.projectId(), ended.held(), ended.estimate());
    }
}

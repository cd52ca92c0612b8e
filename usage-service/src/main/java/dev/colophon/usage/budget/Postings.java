package dev.colophon.usage.budget;

import dev.colophon.usage.allowance.AllowanceMoves;
import dev.colophon.usage.allowance.AllowanceMoves.Move;
import dev.colophon.usage.budget.BudgetWindows.Standing;
import dev.colophon.usage.budget.Settlements.Movement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts what attempts move, in the transaction of their client: first in the allowances that they draw from, then in the
 * windows, where what an allowance has left counts as reserved. All in the order in which rows are locked.
 */
@Component
class Postings {

    private final AllowanceMoves allowances;
    private final BudgetWindows windows;

    Postings(AllowanceMoves allowances, BudgetWindows windows) {
        this.allowances = allowances;
        this.windows = windows;
    }

    /** Gives how the windows stand afterwards that anything moved in. */
    Mono<List<Standing>> post(UUID clientId, List<Movement> movements) {
        SortedMap<Window, Balance> moved = new TreeMap<>();
        for (Movement movement : movements) {
            spread(
                    moved,
                    Window.at(movement.at(), movement.projectId()),
                    new Balance(movement.spent(), movement.unconfirmed(), movement.reserved()));
        }
        return allowances
                .move(drawn(movements))
                .doOnNext(change -> spread(moved, windowsOf(change.day()), reserved(change.reserved())))
                .then(Mono.defer(() -> {
                    moved.values().removeIf(Balance::isNothing);
                    return windows.move(clientId, moved).collectList();
                }));
    }

    private static Map<UUID, Move> drawn(List<Movement> movements) {
        Map<UUID, Move> drawn = new TreeMap<>();
        for (Movement movement : movements) {
            UUID allowance = movement.allowanceId();
            if (allowance != null) {
                drawn.merge(
                        allowance, new Move(movement.spent(), movement.unconfirmed(), movement.reserved()), Move::plus);
            }
        }
        return drawn;
    }

    private static void spread(Map<Window, Balance> moved, List<Window> windows, Balance balance) {
        windows.forEach(window -> moved.merge(window, balance, Balance::plus));
    }

    /** Those of the client as a whole: what is set aside belongs to no project. */
    private static List<Window> windowsOf(LocalDate day) {
        return List.of(new Window(null, Period.DAY, day), new Window(null, Period.MONTH, day.withDayOfMonth(1)));
    }

    private static Balance reserved(BigDecimal amount) {
        return new Balance(BigDecimal.ZERO, BigDecimal.ZERO, amount);
    }
}

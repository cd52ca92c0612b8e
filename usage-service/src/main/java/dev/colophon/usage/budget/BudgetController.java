package dev.colophon.usage.budget;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.budget.BudgetWindows.Standing;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How a client's spending stands to its limits. */
@RestController
@RequestMapping("/api/v1/ai/budget")
@RequiresRole(Role.ADMIN)
@Tag(name = "Budget")
class BudgetController {

    private final ClientTransactions transactions;
    private final BudgetWindows windows;
    private final CostLimits costLimits;
    private final Clock clock;

    BudgetController(ClientTransactions transactions, BudgetWindows windows, CostLimits costLimits, Clock clock) {
        this.transactions = transactions;
        this.windows = windows;
        this.costLimits = costLimits;
        this.clock = clock;
    }

    /**
     * One limit and what counts against it.
     *
     * @param kind {@code hard} or {@code soft}; null for a period without limit
     * @param limit USD; null for a period without limit
     * @param spent USD confirmed
     * @param unconfirmed USD that may have been billed
     * @param reserved USD of attempts under way
     * @param remaining USD; never below zero
     */
    record Line(
            String scope,
            @Nullable UUID projectId,
            String period,
            @Nullable String kind,
            @Nullable BigDecimal limit,
            BigDecimal spent,
            BigDecimal unconfirmed,
            BigDecimal reserved,
            @Nullable BigDecimal remaining,
            String state,
            Instant windowStart,
            Instant resetsAt) {}

    /**
     * All limits.
     *
     * @param state the worst of them
     * @param onLimit {@code block} or {@code degrade}
     */
    record Budget(String state, String onLimit, List<Line> limits, List<Line> periods) {}

    @GetMapping
    @Operation(summary = "Limits with what is spent, unconfirmed, reserved and remaining, by UTC day and month")
    Mono<Budget> budget(Caller caller) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        return transactions.inClient(
                caller.clientId(), costLimits.current().flatMap(policy -> windows.current(caller.clientId(), today)
                        .collect(Collectors.toMap(Standing::window, Function.identity()))
                        .map(standings -> budget(policy, standings))));
    }

    private Budget budget(SpendingPolicy policy, Map<Window, Standing> standings) {
        List<Line> limits = new ArrayList<>();
        BudgetState worst = BudgetState.OK;
        for (SpendingPolicy.Limit limit : policy.limits()) {
            Window window =
                    new Window(limit.projectId(), limit.period(), limit.period().start(clock.instant()));
            Balance balance = balance(standings, window);
            BudgetState state = limit.hard()
                    ? BudgetState.of(balance.committed(), null, limit.amount())
                    : BudgetState.of(balance.committed(), limit.amount(), null);
            worst = state.compareTo(worst) > 0 ? state : worst;
            limits.add(line(window, limit, balance, state));
        }
        List<Line> periods = Window.at(clock.instant(), null).stream()
                .sorted(Comparator.comparing(Window::period))
                .map(window -> line(window, null, balance(standings, window), BudgetState.OK))
                .toList();
        return new Budget(worst.wireName(), policy.onLimit(), limits, periods);
    }

    private static Balance balance(Map<Window, Standing> standings, Window window) {
        Standing standing = standings.get(window);
        return standing == null ? Balance.NONE : standing.balance();
    }

    private static Line line(Window window, SpendingPolicy.@Nullable Limit limit, Balance balance, BudgetState state) {
        return new Line(
                window.scope(),
                window.projectId(),
                window.period().wireName(),
                limit == null ? null : limit.hard() ? "hard" : "soft",
                limit == null ? null : limit.amount(),
                balance.spent(),
                balance.unconfirmed(),
                balance.reserved(),
                limit == null ? null : limit.amount().subtract(balance.total()).max(BigDecimal.ZERO),
                state.wireName(),
                start(window.start()),
                start(window.period().end(window.start())));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}

package dev.colophon.usage.budget;

import dev.colophon.events.ClientId;
import dev.colophon.events.usage.BudgetStateChanged;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.usage.budget.BudgetWindows.Standing;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells of budgets that reach a limit, and of those that are below it again, each change once. */
@Component
class BudgetStates {

    private static final Logger log = LoggerFactory.getLogger(BudgetStates.class);

    private final BudgetWindows windows;
    private final CostLimits costLimits;
    private final Outbox outbox;
    private final BudgetMetrics metrics;
    private final Clock clock;

    BudgetStates(BudgetWindows windows, CostLimits costLimits, Outbox outbox, BudgetMetrics metrics, Clock clock) {
        this.windows = windows;
        this.costLimits = costLimits;
        this.outbox = outbox;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** In the client's transaction, after its windows changed; past periods are left as they ended. */
    Mono<Void> tell(UUID clientId, List<Standing> standings) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        List<Standing> current = standings.stream()
                .filter(standing -> standing.window()
                        .period()
                        .end(standing.window().start())
                        .isAfter(today))
                .toList();
        return current.isEmpty()
                ? Mono.empty()
                : costLimits.current().flatMap(policy -> Flux.fromIterable(current)
                        .concatMap(standing -> tell(clientId, standing, policy))
                        .then());
    }

    /** As {@link #tell}, after limits changed. */
    Mono<Void> tellOfAll(UUID clientId) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        return windows.lockCurrent(clientId, today).collectList().flatMap(standings -> tell(clientId, standings));
    }

    private Mono<Void> tell(UUID clientId, Standing standing, SpendingPolicy policy) {
        Window window = standing.window();
        BudgetState now = BudgetState.of(standing.balance().committed(), policy.soft(window), policy.hard(window));
        if (now == standing.state()) {
            return Mono.empty();
        }
        log.info(
                "budget of client {} for the {} is {}",
                clientId,
                window.period().wireName(),
                now.wireName());
        metrics.changed(window, now);
        return windows.setState(clientId, window, now)
                .then(Mono.defer(() -> outbox.append(new BudgetStateChanged(
                        new ClientId(clientId),
                        window.scope(),
                        window.projectId(),
                        window.period().wireName(),
                        window.start(),
                        now.wireName(),
                        policy.soft(window),
                        policy.hard(window),
                        standing.balance().spent(),
                        standing.balance().unconfirmed(),
                        clock.instant()))));
    }
}

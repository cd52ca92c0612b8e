package dev.colophon.usage.budget;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.budget.BudgetWindows.Standing;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Admits paid attempts. Everything that one takes is reserved in one transaction, limit by limit in one order, each in
 * one atomic step: whatever the number of instances, no more is admitted than fits.
 */
@Component
class Reservations {

    private final ClientTransactions transactions;
    private final CostLimits costLimits;
    private final OutputEstimate outputs;
    private final ReservationStore store;
    private final BudgetWindows windows;
    private final PriceList prices;
    private final BudgetProperties properties;
    private final Clock clock;

    Reservations(
            ClientTransactions transactions,
            CostLimits costLimits,
            OutputEstimate outputs,
            ReservationStore store,
            BudgetWindows windows,
            PriceList prices,
            BudgetProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.costLimits = costLimits;
        this.outputs = outputs;
        this.store = store;
        this.windows = windows;
        this.prices = prices;
        this.properties = properties;
        this.clock = clock;
    }

    /** Another transaction made the same reservation in between; what this one took is rolled back. */
    private static final class MadeMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MadeMeanwhile() {
            super("made meanwhile", null, false, false);
        }
    }

    /** The refusal rolls back what was reserved until then. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Admission refusal;

        Refused(Admission refusal) {
            super("refused", null, false, false);
            this.refusal = refusal;
        }
    }

    /** Asking twice for the same id reserves once and is answered the same. */
    Mono<Admission> reserve(UUID clientId, ReservationRequest request) {
        Instant now = clock.instant();
        Price price = prices.inForce(request.provider(), request.model(), now).orElse(null);
        Mono<Admission> made = store.find(request.reservationId()).map(found -> new Admission.Known(found, price));
        Mono<Admission> fresh = Mono.defer(() -> costLimits.current())
                .flatMap(policy -> estimate(clientId, request, price)
                        .flatMap(estimate -> admit(clientId, request, policy, price, estimate, now)));
        return transactions
                .inClient(clientId, made.switchIfEmpty(fresh))
                .onErrorResume(MadeMeanwhile.class, again -> transactions.inClient(clientId, made))
                .onErrorResume(Refused.class, refused -> Mono.just(refused.refusal));
    }

    /** Gives back what a reservation holds; one that was not made yet never will be. */
    Mono<Void> release(UUID clientId, UUID id) {
        Mono<Void> give = store.release(List.of(id))
                .concatMap(ended -> {
                    TreeMap<Window, Balance> moved = new TreeMap<>();
                    Settlements.spread(
                            moved,
                            ended.reservedAt(),
                            ended.projectId(),
                            new Balance(
                                    BigDecimal.ZERO,
                                    BigDecimal.ZERO,
                                    ended.held().negate()));
                    return windows.move(clientId, moved);
                })
                .then();
        return transactions.inClient(
                clientId, store.refuse(clientId, id, clock.instant()).then(give));
    }

    /** @param cost null where no price is known */
    private record Estimate(@Nullable Long output, @Nullable BigDecimal cost) {}

    private Mono<Estimate> estimate(UUID clientId, ReservationRequest request, @Nullable Price price) {
        if (price == null) {
            return Mono.just(new Estimate(null, null));
        }
        if (price.output() == null) {
            return Mono.just(
                    new Estimate(null, price.of(request.inputTokens(), null).orElse(null)));
        }
        return outputs.of(clientId, request)
                .map(output -> new Estimate(
                        output, price.of(request.inputTokens(), output).orElse(null)));
    }

    private Mono<Admission> admit(
            UUID clientId,
            ReservationRequest request,
            SpendingPolicy policy,
            @Nullable Price price,
            Estimate estimate,
            Instant now) {
        BigDecimal cost = estimate.cost();
        if (cost == null && policy.refuseUnknownPrice()) {
            return Mono.just(new Admission.UnknownPrice(request.provider(), request.model()));
        }
        List<Window> applicable = cost == null || cost.signum() == 0 ? List.of() : Window.at(now, request.projectId());
        return Flux.fromIterable(applicable)
                .concatMap(window -> take(clientId, window, cost, policy))
                .collectList()
                .flatMap(standings -> store.add(
                        clientId,
                        request,
                        estimate.output(),
                        cost,
                        warnings(standings, policy),
                        now,
                        properties.lease()))
                .<Admission>map(added -> new Admission.Admitted(added, price))
                .switchIfEmpty(Mono.error(MadeMeanwhile::new));
    }

    private Mono<Standing> take(UUID clientId, Window window, @Nullable BigDecimal cost, SpendingPolicy policy) {
        BigDecimal amount = cost == null ? BigDecimal.ZERO : cost;
        BigDecimal limit = policy.hard(window);
        return windows.reserve(clientId, window, amount, limit).switchIfEmpty(Mono.defer(() -> windows.current(
                        clientId, window.start())
                .filter(standing -> standing.window().equals(window))
                .next()
                .map(Standing::balance)
                .defaultIfEmpty(Balance.NONE)
                .flatMap(balance -> Mono.error(new Refused(new Admission.OverLimit(
                        window, limit == null ? BigDecimal.ZERO : limit, balance, amount, policy.onLimit()))))));
    }

    private static List<String> warnings(List<Standing> standings, SpendingPolicy policy) {
        List<String> warnings = new ArrayList<>();
        for (Standing standing : standings) {
            BigDecimal soft = policy.soft(standing.window());
            if (soft != null && standing.balance().total().compareTo(soft) > 0) {
                warnings.add("over the soft limit of the " + standing.window().scope() + " for the "
                        + standing.window().period().wireName() + ": limit " + soft.toPlainString() + ", spent "
                        + standing.balance().committed().toPlainString() + ", reserved "
                        + standing.balance().reserved().toPlainString());
            }
        }
        return warnings;
    }
}

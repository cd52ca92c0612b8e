package dev.colophon.usage.budget;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.allowance.Deadlocks;
import dev.colophon.usage.budget.Settlements.Movement;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Admits paid attempts: everything that one takes is reserved in one atomic step below all limits that it counts for, or
 * nothing is.
 */
@Component
class Reservations {

    /** What lies ahead of its attempts is at most a hundredth of what is left of every limit. */
    private static final int AHEAD_TIMES = 100;

    /**
     * What was reserved before its attempts came.
     *
     * @param ids none where a limit is too near
     * @param estimatedCost USD of each; null where no price is known
     * @param price in force; null where none is known
     */
    record Ahead(
            List<UUID> ids,
            @Nullable BigDecimal estimatedCost,
            @Nullable Price price) {}

    private final ClientTransactions transactions;
    private final Turns turns;
    private final OutputEstimate outputs;
    private final AdmissionStore admissions;
    private final ReservationStore store;
    private final Postings postings;
    private final PriceList prices;
    private final BudgetProperties properties;
    private final BudgetMetrics metrics;
    private final Clock clock;

    Reservations(
            ClientTransactions transactions,
            Turns turns,
            OutputEstimate outputs,
            AdmissionStore admissions,
            ReservationStore store,
            Postings postings,
            PriceList prices,
            BudgetProperties properties,
            BudgetMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.turns = turns;
        this.outputs = outputs;
        this.admissions = admissions;
        this.store = store;
        this.postings = postings;
        this.prices = prices;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Asking twice for the same id reserves once and is answered the same. */
    Mono<Admission> reserve(UUID clientId, ReservationRequest request) {
        Instant now = clock.instant();
        Price price = prices.inForce(request.provider(), request.model(), now).orElse(null);
        return estimate(clientId, request, price)
                .map(estimate -> AdmissionStore.Asked.of(clientId, request, estimate, now))
                .flatMap(asked -> turns.inTurn(
                        clientId, Deadlocks.beginAgain(admissions.admit(asked, price, properties.lease()))))
                .doOnNext(metrics::answered);
    }

    /** Reserves for attempts that are about to come, each as {@link #reserve} would; for none where a limit is near. */
    Mono<Ahead> reserveAhead(UUID clientId, AheadRequest request) {
        Instant now = clock.instant();
        Price price = prices.inForce(request.provider(), request.model(), now).orElse(null);
        ReservationRequest each = request.each(request.reservationIds().get(0));
        return estimate(clientId, each, price)
                .flatMap(estimate -> turns.inTurn(
                                clientId,
                                Deadlocks.beginAgain(admissions.admitAhead(
                                        AdmissionStore.Asked.of(clientId, each, estimate, now),
                                        request.reservationIds(),
                                        properties.lease(),
                                        AHEAD_TIMES)))
                        .map(ids -> new Ahead(ids, estimate.cost(), price)))
                .doOnNext(ahead -> metrics.ahead(ahead.ids().size()));
    }

    /** Gives back what a reservation holds; one that was not made yet never will be. */
    Mono<Void> release(UUID clientId, UUID id) {
        Mono<Void> give = store.release(List.of(id))
                .concatMap(ended -> postings.post(clientId, List.of(freed(ended))))
                .then();
        return turns.inTurn(
                clientId,
                Deadlocks.beginAgain(transactions.inClient(
                        clientId, store.refuse(clientId, id, clock.instant()).then(give))));
    }

    private static Movement freed(ReservationStore.Ended ended) {
        return new Movement(
                ended.reservedAt(),
                ended.projectId(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                ended.held().negate(),
                ended.allowanceId());
    }

    private Mono<Estimate> estimate(UUID clientId, ReservationRequest request, @Nullable Price price) {
        if (price == null) {
            return Mono.just(Estimate.UNKNOWN);
        }
        if (price.output() == null) {
            return Mono.just(
                    new Estimate(null, price.of(request.inputTokens(), null).orElse(null)));
        }
        return outputs.of(clientId, request)
                .map(output -> new Estimate(
                        output, price.of(request.inputTokens(), output).orElse(null)));
    }
}

package dev.colophon.usage.budget;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.usage.budget.ReservationStore.Expired;
import dev.colophon.usage.budget.ReservationStore.Lease;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds attempts of which nobody told while their lease ran, and tells the ledger that they are unconfirmed. What they
 * hold stays held until the ledger has taken that up.
 */
@Component
class LeaseExpiryWorker implements ScheduledJob {

    private static final Logger log = LoggerFactory.getLogger(LeaseExpiryWorker.class);
    private static final int AT_ONCE = 500;

    private final ClientTransactions transactions;
    private final ReservationStore reservations;
    private final Outbox outbox;
    private final BudgetProperties properties;
    private final Clock clock;

    LeaseExpiryWorker(
            ClientTransactions transactions,
            ReservationStore reservations,
            Outbox outbox,
            BudgetProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.reservations = reservations;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reservation-expiry";
    }

    @Override
    public String description() {
        return "Marks paid attempts of which nobody told as unconfirmed";
    }

    @Override
    public Schedule schedule() {
        return Schedule.every(properties.expiryInterval());
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return expireDue().map(expired -> JobResult.of("unconfirmed", expired));
    }

    private Mono<Long> expireDue() {
        return transactions
                .inSystem(reservations.due(AT_ONCE).collectMultimap(Lease::account, Lease::reservationId))
                .flatMapIterable(due -> due.entrySet())
                .concatMap(
                        due -> transactions.inClient(due.getKey(), expire(due.getKey(), List.copyOf(due.getValue()))))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> expire(UUID clientId, List<UUID> ids) {
        return reservations.expire(ids).collectList().flatMap(expired -> {
            if (expired.isEmpty()) {
                return Mono.just(0L);
            }
            log.info("{} attempts of client {} are unconfirmed", expired.size(), clientId);
            return Flux.fromIterable(expired)
                    .collectMultimap(one -> Optional.ofNullable(one.replayId()))
                    .flatMapIterable(Map::entrySet)
                    .concatMap(of -> tell(clientId, of.getKey(), of.getValue()))
                    .then(Mono.just((long) expired.size()));
        });
    }

    private Mono<Void> tell(UUID clientId, Optional<UUID> replayId, Collection<Expired> expired) {
        Mono<Void> told = outbox.append(expired.stream()
                .map(one -> new OutgoingEvent(
                        Ids.derived("lease-expired", one.id().toString()), event(clientId, one), null, null))
                .toList());
        return replayId.map(replay -> told.contextWrite(ReplayContext.of(replay)))
                .orElse(told);
    }

    private AiUsageUnconfirmed event(UUID clientId, Expired expired) {
        return new AiUsageUnconfirmed(
                new ClientId(clientId),
                expired.id(),
                expired.callId(),
                expired.projectId(),
                expired.integrationId(),
                expired.operation(),
                expired.provider(),
                expired.model(),
                expired.inputTokens(),
                expired.estimate(),
                "lease_expired",
                expired.reservedAt(),
                clock.instant());
    }
}

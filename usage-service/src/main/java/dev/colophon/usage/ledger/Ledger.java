package dev.colophon.usage.ledger;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.UsageAdjusted;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.usage.budget.Settlements;
import dev.colophon.usage.budget.Settlements.Movement;
import dev.colophon.usage.budget.Settlements.Settled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Writes what is told of attempts, each attempt once, and with it in one transaction all that follows: the reservation
 * is settled, the budgets count, the daily figures move.
 */
@Component
class Ledger {

    private final LedgerStore store;
    private final Settlements settlements;
    private final PriceBook prices;
    private final Outbox outbox;
    private final LedgerMetrics metrics;

    Ledger(LedgerStore store, Settlements settlements, PriceBook prices, Outbox outbox, LedgerMetrics metrics) {
        this.store = store;
        this.settlements = settlements;
        this.prices = prices;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Records attempts of one client, in its transaction; gives how many entries are new or changed. */
    Mono<Integer> observed(List<Event<AiUsageObserved>> events) {
        List<Entry> told = events.stream()
                .map(event -> Entry.of(event, prices.at(event.time())))
                .toList();
        List<UUID> reserved = events.stream()
                .map(event -> event.payload().reservationId())
                .filter(id -> id != null)
                .toList();
        return write(told, reserved, true);
    }

    /** Records attempts of which nobody told how they ended. */
    Mono<Integer> unconfirmed(List<Event<AiUsageUnconfirmed>> events) {
        List<Entry> told = events.stream().map(Entry::of).toList();
        return write(told, told.stream().map(Entry::attemptId).toList(), false);
    }

    /** Records corrections, beside what they correct. */
    Mono<Integer> adjusted(List<Event<UsageAdjusted>> events) {
        UUID clientId = events.get(0).clientId().value();
        List<UsageAdjusted> told = events.stream().map(Event::payload).toList();
        Mono<Integer> adjust = store.find(
                        LedgerTables.LIVE,
                        told.stream().map(UsageAdjusted::attemptId).toList())
                .flatMap(entries -> store.adjust(LedgerTables.LIVE, told).flatMap(added -> {
                    List<UsageAdjusted> fresh = fresh(told, added);
                    return drawnFrom(entries.values(), Map.of())
                            .flatMap(drawn -> count(clientId, fresh, entries, drawn))
                            .thenReturn(fresh.size());
                }))
                .doOnNext(metrics::adjusted);
        return store.share(clientId).then(adjust);
    }

    private Mono<Integer> write(List<Entry> told, List<UUID> reservations, boolean tells) {
        UUID clientId = told.get(0).clientId();
        List<UUID> attempts = told.stream().map(Entry::attemptId).toList();
        Mono<Integer> work = settlements.settle(reservations).flatMap(known -> store.find(LedgerTables.LIVE, attempts)
                .flatMap(before -> drawnFrom(before.values(), known)
                        .flatMap(drawn -> post(clientId, asReserved(told, known), before, known, drawn)))
                .flatMap(changed -> tells
                        ? tellOfUnanswered(clientId, changed, known).thenReturn(changed.size())
                        : Mono.just(changed.size())));
        return store.enter(clientId).then(work);
    }

    static List<Entry> asReserved(List<Entry> told, Map<UUID, Settled> known) {
        return told.stream()
                .map(entry -> {
                    Settled reservation = entry.reservationId() == null ? null : known.get(entry.reservationId());
                    return reservation == null
                            ? entry
                            : entry.reserved(reservation.reservedAt(), reservation.estimate(), reservation.replayId());
                })
                .toList();
    }

    private Mono<List<Entry>> post(
            UUID clientId,
            List<Entry> told,
            Map<UUID, Entry> before,
            Map<UUID, Settled> settled,
            Map<UUID, UUID> drawn) {
        Map<UUID, Entry> changed = changes(told, before);
        List<Movement> movements = new ArrayList<>();
        settled.values()
                .forEach(freed -> movements.add(new Movement(
                        freed.reservedAt(),
                        freed.projectId(),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        freed.held().negate(),
                        freed.allowanceId())));
        List<Rollup> rollups = new ArrayList<>();
        changed.values().forEach(entry -> {
            movements.add(movement(entry, 1, drawn));
            rollups.add(Rollup.of(entry, 1));
            Entry replaced = before.get(entry.attemptId());
            if (replaced != null) {
                movements.add(movement(replaced, -1, drawn));
                rollups.add(Rollup.of(replaced, -1));
            }
        });
        return store.put(LedgerTables.LIVE, changed.values())
                .then(Mono.defer(() -> store.rollUp(clientId, rollups)))
                .then(Mono.defer(() -> settlements.apply(clientId, movements)))
                .thenReturn(List.copyOf(changed.values()))
                .doOnNext(metrics::wrote);
    }

    /** The entries that are new or differ once all was told, in order. */
    static Map<UUID, Entry> changes(List<Entry> told, Map<UUID, Entry> before) {
        Map<UUID, Entry> now = new HashMap<>(before);
        Map<UUID, Entry> changed = new LinkedHashMap<>();
        for (Entry entry : told) {
            Entry earlier = now.get(entry.attemptId());
            Entry later = entry.after(earlier);
            if (!later.equals(earlier)) {
                now.put(entry.attemptId(), later);
                changed.put(entry.attemptId(), later);
            }
        }
        return changed;
    }

    /** So that whoever reads the topic again knows at what amount they stand. */
    private Mono<Void> tellOfUnanswered(UUID clientId, List<Entry> changed, Map<UUID, Settled> known) {
        List<OutgoingEvent> events = changed.stream()
                .filter(entry -> entry.isUnconfirmed() && known.containsKey(entry.attemptId()))
                .map(entry -> new OutgoingEvent(
                        Ids.derived("unanswered", entry.attemptId().toString()),
                        unanswered(clientId, entry),
                        entry.eventId(),
                        null))
                .toList();
        return events.isEmpty() ? Mono.empty() : outbox.append(events);
    }

    private static AiUsageUnconfirmed unanswered(UUID clientId, Entry entry) {
        return new AiUsageUnconfirmed(
                new ClientId(clientId),
                entry.attemptId(),
                entry.callId(),
                entry.projectId(),
                entry.integrationId(),
                entry.operation(),
                entry.provider(),
                entry.model(),
                entry.inputTokens(),
                entry.cost(),
                "unanswered",
                entry.countedAt(),
                entry.occurredAt());
    }

    private Mono<Void> count(
            UUID clientId, List<UsageAdjusted> fresh, Map<UUID, Entry> entries, Map<UUID, UUID> drawn) {
        List<Movement> movements = new ArrayList<>();
        List<Rollup> rollups = new ArrayList<>();
        for (UsageAdjusted adjusted : fresh) {
            Entry entry = entries.get(adjusted.attemptId());
            if (entry != null) {
                movements.add(new Movement(
                        entry.countedAt(),
                        entry.projectId(),
                        adjusted.amount(),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        allowance(entry, drawn)));
                rollups.add(Rollup.adjusting(entry, adjusted.amount(), adjusted.costBefore() == null));
            }
        }
        return store.rollUp(clientId, rollups).then(Mono.defer(() -> settlements.apply(clientId, movements)));
    }

    /** The allowances that attempts draw from, by reservation: those of entries that stand here, and those just settled. */
    private Mono<Map<UUID, UUID>> drawnFrom(Collection<Entry> standing, Map<UUID, Settled> settled) {
        List<UUID> others = standing.stream()
                .map(Entry::reservationId)
                .filter(id -> id != null && !settled.containsKey(id))
                .toList();
        Mono<Map<UUID, Settled>> known = others.isEmpty() ? Mono.just(Map.of()) : settlements.known(others);
        return known.map(more -> {
            Map<UUID, UUID> drawn = new HashMap<>();
            Stream.of(settled, more)
                    .forEach(reservations -> reservations.forEach((id, reservation) -> {
                        if (reservation.allowanceId() != null) {
                            drawn.put(id, reservation.allowanceId());
                        }
                    }));
            return drawn;
        });
    }

    private static @Nullable UUID allowance(Entry entry, Map<UUID, UUID> drawn) {
        return entry.reservationId() == null ? null : drawn.get(entry.reservationId());
    }

    private static List<UsageAdjusted> fresh(List<UsageAdjusted> told, Set<UUID> fresh) {
        return told.stream()
                .filter(adjusted -> fresh.remove(adjusted.adjustmentId()))
                .toList();
    }

    private static Movement movement(Entry entry, int sign, Map<UUID, UUID> drawn) {
        BigDecimal times = BigDecimal.valueOf(sign);
        return new Movement(
                entry.countedAt(),
                entry.projectId(),
                entry.confirmed().multiply(times),
                entry.unconfirmed().multiply(times),
                BigDecimal.ZERO,
                allowance(entry, drawn));
    }
}

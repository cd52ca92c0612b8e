package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.UsageAdjusted;
import dev.colophon.usage.budget.Settlements;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes a ledger anew beside the one that is read, by the same rules: nothing is decided, settled or told again. */
@Component
class LedgerReplay {

    private final LedgerStore store;
    private final Settlements settlements;
    private final PriceBook prices;

    LedgerReplay(LedgerStore store, Settlements settlements, PriceBook prices) {
        this.store = store;
        this.settlements = settlements;
        this.prices = prices;
    }

    /** Takes up what was told of one client, in order and in its transaction. */
    Mono<Void> take(List<Event<?>> events) {
        List<Entry> told = new ArrayList<>();
        List<UsageAdjusted> adjusted = new ArrayList<>();
        for (Event<?> event : events) {
            if (event.payload() instanceof AiUsageObserved) {
                told.add(Entry.of(observed(event), prices.at(event.time())));
            } else if (event.payload() instanceof AiUsageUnconfirmed) {
                told.add(Entry.of(unconfirmed(event)));
            } else if (event.payload() instanceof UsageAdjusted adjustment) {
                adjusted.add(adjustment);
            }
        }
        return entries(told)
                .then(Mono.defer(() -> adjusted.isEmpty()
                        ? Mono.empty()
                        : store.adjust(LedgerTables.REBUILT, adjusted).then()));
    }

    private Mono<Void> entries(List<Entry> told) {
        List<UUID> attempts = told.stream().map(Entry::attemptId).toList();
        List<UUID> reserved =
                told.stream().map(Entry::reservationId).filter(id -> id != null).toList();
        return told.isEmpty()
                ? Mono.empty()
                : settlements.known(reserved).flatMap(known -> store.find(LedgerTables.REBUILT, attempts)
                        .flatMap(before -> store.put(
                                LedgerTables.REBUILT,
                                Ledger.changes(Ledger.asReserved(told, known), before)
                                        .values())));
    }

    @SuppressWarnings("unchecked") // the payload is looked at before
    private static Event<AiUsageObserved> observed(Event<?> event) {
        return (Event<AiUsageObserved>) event;
    }

    @SuppressWarnings("unchecked") // the payload is looked at before
    private static Event<AiUsageUnconfirmed> unconfirmed(Event<?> event) {
        return (Event<AiUsageUnconfirmed>) event;
    }
}

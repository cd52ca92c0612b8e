package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobLock;
import dev.colophon.usage.budget.Settlements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Rebuilds the ledger from the account book's topic while it is read and written: what the topic says until now is
 * written anew, and takes the old ledger's place client by client, with what was told meanwhile. One at a time.
 */
@Component
class Rebuilds {

    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);
    private static final Duration AT_MOST = Duration.ofHours(6);
    private static final Duration STEP = Duration.ofMinutes(5);

    private final UsageTopic topic;
    private final LedgerReplay replay;
    private final LedgerStore ledger;
    private final RebuildStore store;
    private final PriceBook prices;
    private final Settlements settlements;
    private final ClientTransactions transactions;
    private final JobLock lock;
    private final Clock clock;

    Rebuilds(
            UsageTopic topic,
            LedgerReplay replay,
            LedgerStore ledger,
            RebuildStore store,
            PriceBook prices,
            Settlements settlements,
            ClientTransactions transactions,
            JobLock lock,
            Clock clock) {
        this.topic = topic;
        this.replay = replay;
        this.ledger = ledger;
        this.store = store;
        this.prices = prices;
        this.settlements = settlements;
        this.transactions = transactions;
        this.lock = lock;
        this.clock = clock;
    }

    private record Figures(long accounts, long records, long corrected) {

        private Figures plus(Figures other) {
            return new Figures(accounts + other.accounts, records + other.records, corrected + other.corrected);
        }
    }

    /** Starts one and does not wait for it; gives its id. */
    Mono<UUID> start(String who) {
        UUID id = Ids.newId();
        return transactions.inSystem(store.begin(id, who)).map(since -> {
            Mono<Boolean> work = Mono.fromRunnable(() -> rebuild(id, since))
                    .subscribeOn(Schedulers.boundedElastic())
                    .thenReturn(true);
            lock.runExclusively("usage-rebuild", AT_MOST, work)
                    .switchIfEmpty(Mono.defer(() -> end(id, "another rebuild is running", new Figures(0, 0, 0))
                            .thenReturn(false)))
                    .onErrorResume(error -> {
                        log.warn("rebuild {} failed", id, error);
                        return end(id, String.valueOf(error.getMessage()), new Figures(0, 0, 0))
                                .thenReturn(false);
                    })
                    .subscribe();
            return id;
        });
    }

    Mono<Rebuild> find(UUID id) {
        return transactions.inSystem(store.find(id));
    }

    private void rebuild(UUID id, Instant since) {
        log.info("rebuild {} begins", id);
        transactions.inSystem(store.endOthers(id, since)).block(STEP);
        prices.refresh().block(STEP);
        accounts()
                .forEach(client -> transactions.inClient(client, store.clear()).block(STEP));
        topic.read(events -> transactions.inSystem(store.length(id, events)).block(STEP), (events, read) -> {
            byClient(events).forEach((client, told) -> transactions
                    .inClient(client, ledger.openAccount(client).then(replay.take(told)))
                    .block(STEP));
            transactions.inSystem(store.advance(id, read)).block(STEP);
        });
        Figures figures = Flux.fromIterable(accounts())
                .concatMap(client -> transactions.inClient(client, swap(client, since)))
                .reduce(new Figures(0, 0, 0), Figures::plus)
                .blockOptional(AT_MOST)
                .orElseThrow();
        end(id, null, figures).block(STEP);
        log.info("rebuild {} is done: {} entries, {} were not as told", id, figures.records(), figures.corrected());
    }

    private Mono<Figures> swap(UUID client, Instant since) {
        return ledger.exclude(client)
                .then(settlements.lockCurrent(client))
                .then(Mono.defer(() -> store.swap(since)))
                .flatMap(corrected -> store.records().map(records -> new Figures(1, records, corrected)))
                .flatMap(figures -> settlements.tellOfAll(client).thenReturn(figures));
    }

    private Mono<Void> end(UUID id, @Nullable String error, Figures figures) {
        return transactions.inSystem(
                store.finish(id, error, figures.accounts(), figures.records(), figures.corrected(), clock.instant()));
    }

    private Set<UUID> accounts() {
        return transactions
                .inSystem(store.accounts().collect(Collectors.toSet()))
                .blockOptional(STEP)
                .orElse(Set.of());
    }

    private static Map<UUID, List<Event<?>>> byClient(List<Event<?>> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.clientId().value(), LinkedHashMap::new, Collectors.toList()));
    }
}

package dev.colophon.messaging.replay;

import dev.colophon.messaging.replay.ReplayBudget.Allowance;
import dev.colophon.messaging.replay.ReplayBudget.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The money of replays: set aside by client before they run, given back when they are over. */
final class Allowances {

    /** A client's budget has no room for its share. */
    record Refusal(
            UUID clientId, BigDecimal amount, @Nullable String detail) {}

    private record Open(UUID replayId, UUID clientId) {}

    private static final Logger log = LoggerFactory.getLogger(Allowances.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseClient database;
    private final @Nullable ReplayBudget budget;

    Allowances(DatabaseClient database, @Nullable ReplayBudget budget) {
        this.database = database;
        this.budget = budget;
    }

    Mono<List<ReplayBudget.Quote>> quotes(List<PlannedCalls> calls) {
        return budget == null || calls.isEmpty()
                ? Mono.just(calls.stream().map(Allowances::free).toList())
                : budget.quotes(calls);
    }

    private static ReplayBudget.Quote free(PlannedCalls calls) {
        return new ReplayBudget.Quote(calls, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, "known");
    }

    /** Sets the cap aside; gives the first refusal, or nothing where all is granted. What was granted is remembered. */
    Mono<Refusal> setAside(UUID replayId, BigDecimal cap, Map<UUID, BigDecimal> worst) {
        ReplayBudget book = budget;
        if (book == null || worst.isEmpty()) {
            return Mono.empty();
        }
        return Flux.fromIterable(CapShares.of(cap, worst).entrySet())
                .concatMap(share -> remember(replayId, share.getKey(), share.getValue())
                        .then(book.setAside(replayId, share.getKey(), share.getValue()))
                        .timeout(PATIENCE)
                        .flatMap(allowance -> refusal(share.getKey(), allowance)))
                .next();
    }

    private static Mono<Refusal> refusal(UUID clientId, Allowance allowance) {
        return allowance.granted()
                ? Mono.empty()
                : Mono.just(new Refusal(clientId, allowance.amount(), allowance.detail()));
    }

    /** Before the money is set aside, so that whatever happens then is given back one day. */
    private Mono<Void> remember(UUID replayId, UUID clientId, BigDecimal amount) {
        return database.sql("insert into replay_allowance (replay_id, client_id, amount) values ($1, $2, $3)"
                        + " on conflict (replay_id, client_id) do update set amount = excluded.amount,"
                        + " given_back = false")
                .bind(0, replayId)
                .bind(1, clientId)
                .bind(2, amount)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** What clients' calls may cost at worst; clients whose calls are all free or local are left out. */
    static Map<UUID, BigDecimal> worst(Estimate estimate) {
        Map<UUID, BigDecimal> worst = new LinkedHashMap<>();
        for (Estimate.Part part : estimate.by()) {
            if (!part.provider().equals("local") && part.texts() > part.cachedTexts()) {
                BigDecimal cost = part.cost().worst();
                worst.merge(part.clientId(), cost == null ? BigDecimal.ZERO : cost, BigDecimal::add);
            }
        }
        return worst;
    }

    /** What was spent so far; empty where the account book does not say, or has none of it. */
    Mono<BigDecimal> spent(UUID replayId) {
        ReplayBudget book = budget;
        if (book == null) {
            return Mono.empty();
        }
        return database.sql("select client_id from replay_allowance where replay_id = $1")
                .bind(0, replayId)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(client -> book.standing(replayId, client))
                .map(Standing::spent)
                .reduce(BigDecimal::add)
                .timeout(PATIENCE);
    }

    /** Gives back what replays that are over have left; what fails is tried again the next time. */
    Mono<Void> giveBackWhatIsOver() {
        ReplayBudget book = budget;
        if (book == null) {
            return Mono.empty();
        }
        return database.sql(
                        "select a.replay_id, a.client_id from replay_allowance a join replay r on r.id = a.replay_id"
                                + " where not a.given_back and r.status in ('completed', 'cancelled', 'failed')")
                .map(row -> new Open(
                        ReplayStore.required(row, "replay_id", UUID.class),
                        ReplayStore.required(row, "client_id", UUID.class)))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(open -> book.giveBack(open.replayId(), open.clientId())
                        .timeout(PATIENCE)
                        .then(givenBack(open))
                        .onErrorResume(error -> {
                            log.warn("money of replay {} is given back later: {}", open.replayId(), error.toString());
                            return Mono.empty();
                        }))
                .then();
    }

    private Mono<Void> givenBack(Open open) {
        return database.sql("update replay_allowance set given_back = true where replay_id = $1 and client_id = $2")
                .bind(0, open.replayId())
                .bind(1, open.clientId())
                .fetch()
                .rowsUpdated()
                .then();
    }
}

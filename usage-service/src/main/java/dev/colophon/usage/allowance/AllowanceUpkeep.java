package dev.colophon.usage.allowance;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts open allowances for the day that has begun, and gives back those that nobody touched for long: whoever replayed
 * is gone.
 */
@Component
class AllowanceUpkeep implements ScheduledJob {

    private static final Logger log = LoggerFactory.getLogger(AllowanceUpkeep.class);

    private final ClientTransactions transactions;
    private final AllowanceStore store;
    private final AllowanceProperties properties;
    private final Clock clock;

    AllowanceUpkeep(
            ClientTransactions transactions, AllowanceStore store, AllowanceProperties properties, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "allowances";
    }

    @Override
    public String description() {
        return "Counts what is set aside for replays for the day that has begun, and gives back what nobody uses";
    }

    @Override
    public Schedule schedule() {
        return Schedule.every(properties.allowanceInterval());
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return look().map(closed -> JobResult.of("given_back", closed));
    }

    private Mono<Long> look() {
        return transactions
                .inSystem(store.accounts().collectList())
                .flatMapIterable(accounts -> accounts)
                .concatMap(account -> transactions.inClient(account, look(account)))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> look(UUID clientId) {
        Instant now = clock.instant();
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return store.carry(clientId, today)
                .then(Mono.defer(() -> store.closeIdle(clientId, now.minus(properties.allowanceIdle()))))
                .doOnNext(closed -> {
                    if (closed > 0) {
                        log.warn("{} idle allowances of client {} are given back", closed, clientId);
                    }
                });
    }
}

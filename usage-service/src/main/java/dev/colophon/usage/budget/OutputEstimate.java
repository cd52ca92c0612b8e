package dev.colophon.usage.budget;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How long an answer will be, from how long those of the same client, operation and model were. What was seen is
 * remembered for a minute: nobody waits for it before each attempt.
 */
@Component
class OutputEstimate {

    private static final int SEEN_AT_LEAST = 20;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private static final String OBSERVED = """
            select count(*) as seen, percentile_disc(0.99) within group (order by output_tokens) as p99
              from (select output_tokens from usage_record
                     where client_id = $1::uuid and operation = $2 and model = $3 and outcome = 'succeeded'
                       and output_tokens is not null and not cache_hit
                     order by occurred_at desc limit 500) as latest
            """;

    /** Of what answers are of one kind. */
    private record Kind(UUID clientId, String operation, String model) {}

    private final ClientTransactions transactions;
    private final DatabaseClient database;
    private final BudgetProperties properties;
    private final AsyncCache<Kind, Optional<Long>> seen = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .buildAsync();

    OutputEstimate(ClientTransactions transactions, DatabaseClient database, BudgetProperties properties) {
        this.transactions = transactions;
        this.database = database;
        this.properties = properties;
    }

    Mono<Long> of(UUID clientId, ReservationRequest request) {
        Kind kind = new Kind(clientId, request.operation(), request.model());
        return Mono.fromFuture(
                        () -> seen.get(
                                kind, (asked, executor) -> observed(asked).toFuture()),
                        true)
                .map(p99 -> choose(request.maxOutputTokens(), p99.orElse(null), properties));
    }

    private Mono<Optional<Long>> observed(Kind kind) {
        return transactions.inClient(
                kind.clientId(),
                database.sql(OBSERVED)
                        .bind(0, kind.clientId())
                        .bind(1, kind.operation())
                        .bind(2, kind.model())
                        .map(row -> {
                            Long seenUntilNow = row.get("seen", Long.class);
                            return seenUntilNow == null || seenUntilNow < SEEN_AT_LEAST
                                    ? Optional.<Long>empty()
                                    : Optional.ofNullable(row.get("p99", Long.class));
                        })
                        .one());
    }

    /** The smaller of what is allowed and what was seen; one of them where the other is not known; else the default. */
    static long choose(@Nullable Long allowed, @Nullable Long seen, BudgetProperties properties) {
        if (seen == null) {
            return allowed == null ? properties.defaultOutputTokens() : allowed;
        }
        long expected = Math.max(seen, properties.leastOutputTokens());
        return allowed == null ? expected : Math.min(allowed, expected);
    }
}

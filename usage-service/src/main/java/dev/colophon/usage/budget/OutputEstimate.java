package dev.colophon.usage.budget;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How long an answer will be, from how long those of the same client, operation and model were. */
@Component
class OutputEstimate {

    private static final int SEEN_AT_LEAST = 20;

    private static final String OBSERVED = """
            select count(*) as seen, percentile_disc(0.99) within group (order by output_tokens) as p99
              from (select output_tokens from usage_record
                     where client_id = $1::uuid and operation = $2 and model = $3 and outcome = 'succeeded'
                       and output_tokens is not null and not cache_hit
                     order by occurred_at desc limit 500) as latest
            """;

    private final DatabaseClient database;
    private final BudgetProperties properties;

    OutputEstimate(DatabaseClient database, BudgetProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** In the transaction of the client. */
    Mono<Long> of(UUID clientId, ReservationRequest request) {
        return database.sql(OBSERVED)
                .bind(0, clientId)
                .bind(1, request.operation())
                .bind(2, request.model())
                .map(row -> {
                    Long seen = row.get("seen", Long.class);
                    Long p99 = row.get("p99", Long.class);
                    return choose(
                            request.maxOutputTokens(), seen == null || seen < SEEN_AT_LEAST ? null : p99, properties);
                })
                .one();
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

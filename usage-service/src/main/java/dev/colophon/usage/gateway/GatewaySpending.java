package dev.colophon.usage.gateway;

import io.r2dbc.spi.Parameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the ledger says of one integration, in a transaction of its client. */
@Component
class GatewaySpending {

    private static final String TOTALS = """
            select (coalesce(sum(cost) filter (where cost_status <> 'unconfirmed'), 0)
                       + coalesce(sum(adjustment), 0))::numeric(24,10) as cost,
                   coalesce(sum(cost) filter (where cost_status = 'unconfirmed'), 0)::numeric(24,10) as unconfirmed_cost,
                   count(*) as requests,
                   count(*) filter (where cost_status = 'unknown' and adjustment is null) as unknown
              from usage_record where integration_id = $1 and ($2::timestamptz is null or occurred_at >= $2)
            """;

    /**
     * Totals of one integration.
     *
     * @param cost USD that are confirmed, adjustments included
     * @param unconfirmedCost USD that may have been billed; not part of {@code cost}
     * @param unknownCostRequests whose cost is not known, and therefore in neither
     * @param since null for since ever
     */
    record Own(
            BigDecimal cost,
            BigDecimal unconfirmedCost,
            long requests,
            long unknownCostRequests,
            @Nullable Instant since) {}

    private final DatabaseClient database;

    GatewaySpending(DatabaseClient database) {
        this.database = database;
    }

    Mono<Own> of(UUID integrationId, @Nullable Instant since) {
        return database.sql(TOTALS)
                .bind(0, integrationId)
                .bind(1, since == null ? Parameters.in(Instant.class) : Parameters.in(since))
                .map(row -> new Own(
                        Objects.requireNonNull(row.get("cost", BigDecimal.class)),
                        Objects.requireNonNull(row.get("unconfirmed_cost", BigDecimal.class)),
                        Objects.requireNonNull(row.get("requests", Long.class)),
                        Objects.requireNonNull(row.get("unknown", Long.class)),
                        since))
                .one();
    }
}

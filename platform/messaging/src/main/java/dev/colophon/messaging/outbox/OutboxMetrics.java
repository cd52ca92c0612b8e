package dev.colophon.messaging.outbox;

import dev.colophon.persistence.ClientTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What lies in the outbox, as {@link OutboxMeter} says; every instance looks, for the one that leads may be stuck. */
final class OutboxMetrics {

    private static final String AS_RELAY = "select set_config('app.relay', 'on', true)";
    private static final String LYING = """
            select count(*) filter (where failed_at is null) as pending,
                   coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where failed_at is null)), 0)::float8
                       as age,
                   count(*) filter (where failed_at is not null) as refused
              from outbox
            """;

    private record Lying(long pending, double age, long refused) {}

    private final ClientTransactions transactions;
    private final DatabaseClient database;
    private volatile Lying latest = new Lying(0, 0, 0);

    OutboxMetrics(ClientTransactions transactions, DatabaseClient database, MeterRegistry meters) {
        this.transactions = transactions;
        this.database = database;
        OutboxMeter.PENDING.gauge(meters, this, metrics -> metrics.latest.pending());
        OutboxMeter.OLDEST_AGE.gauge(meters, this, metrics -> metrics.latest.age());
        OutboxMeter.REFUSED.gauge(meters, this, metrics -> metrics.latest.refused());
    }

    Mono<?> read() {
        return transactions
                .inSystem(database.sql(AS_RELAY).then().then(Mono.defer(() -> database.sql(LYING)
                        .map(OutboxMetrics::lying)
                        .one())))
                .doOnNext(lying -> latest = lying);
    }

    private static Lying lying(Readable row) {
        return new Lying(
                Objects.requireNonNull(row.get("pending", Long.class)),
                Math.max(0, Objects.requireNonNull(row.get("age", Double.class))),
                Objects.requireNonNull(row.get("refused", Long.class)));
    }
}

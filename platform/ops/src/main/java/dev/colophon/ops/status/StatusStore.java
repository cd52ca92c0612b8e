package dev.colophon.ops.status;

import dev.colophon.ops.status.ServiceStanding.OutboxStanding;
import dev.colophon.ops.status.ServiceStanding.QueueStanding;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Counts what waits in a service's schema, and reads nothing of it. */
final class StatusStore {

    private static final String QUEUES = """
            select queue, count(*) filter (where state = 'pending') as pending,
                   count(*) filter (where state = 'pending' and due_at <= clock_timestamp()) as due,
                   count(*) filter (where state = 'pending' and due_at > clock_timestamp()
                                    and lease_token is not null) as leased,
                   count(*) filter (where state = 'held') as held,
                   count(*) filter (where state = 'failed') as failed,
                   extract(epoch from clock_timestamp() - min(created_at) filter (
                       where state = 'pending' and (due_at <= clock_timestamp() or lease_token is not null)))::float8 as age
              from work_item group by queue order by queue
            """;

    /** The lock is of two halves, as PostgreSQL shows it. */
    private static final String OUTBOX = """
            select count(*) filter (where failed_at is null) as pending, count(failed_at) as failed,
                   extract(epoch from clock_timestamp() - min(created_at) filter (where failed_at is null))::float8 as age,
                   exists (select 1 from pg_locks l, (select hashtextextended($1, 0) as key) k
                            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                              and l.classid = ((k.key >> 32) & 4294967295)::oid
                              and l.objid = (k.key & 4294967295)::oid) as led
              from outbox
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final String schema;

    StatusStore(DatabaseClient database, TransactionalOperator transaction, String schema) {
        this.database = database;
        this.transaction = transaction;
        this.schema = schema;
    }

    Mono<List<QueueStanding>> queues() {
        return database.sql(QUEUES)
                .map(row -> new QueueStanding(
                        Objects.requireNonNull(row.get("queue", String.class)),
                        count(row, "pending"),
                        count(row, "due"),
                        count(row, "leased"),
                        count(row, "held"),
                        count(row, "failed"),
                        row.get("age", Double.class)))
                .all()
                .collectList();
    }

    /** The outbox shows its rows to the relay, and to whoever says that they are that. */
    Mono<OutboxStanding> outbox(boolean leading) {
        return database.sql("select set_config('app.relay', 'on', true)")
                .fetch()
                .rowsUpdated()
                .then(database.sql(OUTBOX)
                        .bind(0, "colophon.outbox." + schema)
                        .map(row -> new OutboxStanding(
                                count(row, "pending"),
                                row.get("age", Double.class),
                                count(row, "failed"),
                                leading,
                                Boolean.TRUE.equals(row.get("led", Boolean.class))))
                        .one())
                .as(transaction::transactional);
    }

    private static long count(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}

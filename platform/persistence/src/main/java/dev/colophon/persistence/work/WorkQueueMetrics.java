package dev.colophon.persistence.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Counts what lies in the queues, as {@link WorkQueueMeter} says. */
final class WorkQueueMetrics {

    private static final String LYING = """
            select queue, state, lane, count(*) as items,
                   greatest(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as age
              from (select queue, created_at, case when priority < 10 then 'live' else 'backfill' end as lane,
                           case when state <> 'pending' then state
                                when due_at <= clock_timestamp() then 'due'
                                when lease_token is not null then 'leased' else 'waiting' end as state
                      from work_item) as work
             group by queue, state, lane
            """;

    private record Lying(String queue, String state, String lane, long items, double age) {}

    private final DatabaseClient database;
    private final MultiGauge items;
    private final MultiGauge ages;

    WorkQueueMetrics(DatabaseClient database, MeterRegistry meters) {
        this.database = database;
        this.items = WorkQueueMeter.ITEMS.gauges(meters);
        this.ages = WorkQueueMeter.OLDEST_AGE.gauges(meters);
    }

    Mono<List<?>> read() {
        return database.sql(LYING)
                .map(WorkQueueMetrics::lying)
                .all()
                .collectList()
                .doOnNext(this::show)
                .map(all -> all);
    }

    private void show(List<Lying> all) {
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> oldest = new ArrayList<>();
        for (Lying one : all) {
            counts.add(Row.of(WorkQueueMeter.ITEMS.tags(one.queue(), one.state(), one.lane()), one.items()));
            oldest.add(Row.of(WorkQueueMeter.OLDEST_AGE.tags(one.queue(), one.state(), one.lane()), one.age()));
        }
        items.register(counts, true);
        ages.register(oldest, true);
    }

    private static Lying lying(Readable row) {
        return new Lying(
                Objects.requireNonNull(row.get("queue", String.class)),
                Objects.requireNonNull(row.get("state", String.class)),
                Objects.requireNonNull(row.get("lane", String.class)),
                Objects.requireNonNull(row.get("items", Long.class)),
                Objects.requireNonNull(row.get("age", Double.class)));
    }
}

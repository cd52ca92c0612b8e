package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Counts what lies in the queues: {@link WorkMeter#BACKLOG} and {@link WorkMeter#PENDING}. */
final class BacklogMetrics {

    private static final String BACKLOG = """
            select queue, state,
                   case when age < interval '1 minute' then '1m' when age < interval '10 minutes' then '10m'
                        when age < interval '1 hour' then '1h' when age < interval '1 day' then '1d' else 'older' end as age,
                   case when last_error is null then 'none' when last_error like '%refuse%' then 'refused'
                        when last_error like '%vector%' then 'vector' else 'other' end as cause,
                   count(*) as chunks
              from (select queue, state, last_error, clock_timestamp() - created_at as age
                      from work_item where queue = any($1)) as work
             group by 1, 2, 3, 4
            """;

    private record Lying(String queue, Tags tags, long chunks) {}

    private final DatabaseClient database;
    private final MultiGauge backlog;
    private final AtomicLong pending = new AtomicLong();

    BacklogMetrics(DatabaseClient database, MeterRegistry meters) {
        this.database = database;
        this.backlog = WorkMeter.BACKLOG.gauges(meters);
        WorkMeter.PENDING.gauge(meters, pending, AtomicLong::get);
    }

    Mono<Void> read() {
        return database.sql(BACKLOG)
                .bind(0, new String[] {
                    ChunkWork.LIVE, ChunkWork.LIVE_REMOTE, ChunkWork.MIGRATION, ChunkWork.MIGRATION_REMOTE
                })
                .map(row -> {
                    String queue = Objects.requireNonNull(row.get("queue", String.class));
                    String state = Objects.requireNonNull(row.get("state", String.class));
                    String age = Objects.requireNonNull(row.get("age", String.class));
                    String cause = Objects.requireNonNull(row.get("cause", String.class));
                    return new Lying(
                            queue,
                            Tags.of("queue", queue, "state", state, "age", age, "cause", cause),
                            Objects.requireNonNull(row.get("chunks", Long.class)));
                })
                .all()
                .collectList()
                .doOnNext(this::show)
                .then();
    }

    private void show(List<Lying> lying) {
        backlog.register(
                lying.stream().map(each -> Row.of(each.tags(), each.chunks())).toList(), true);
        pending.set(lying.stream()
                .filter(each -> !ChunkWork.isMigration(each.queue()))
                .filter(each ->
                        each.tags().stream().anyMatch(tag -> tag.getValue().equals("pending")))
                .mapToLong(Lying::chunks)
                .sum());
    }
}

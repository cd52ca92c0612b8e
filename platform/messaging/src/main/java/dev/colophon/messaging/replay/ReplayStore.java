package dev.colophon.messaging.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.colophon.events.EventCodec;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replays and how they stand, in the table {@code replay}. What runs one writes its progress through {@link Progress}. */
final class ReplayStore {

    private static final String SELECT = """
            select r.id, r.status, r.phase, r.request::text as request, r.requested_by, r.max_per_second, r.max_cost,
                   r.pause::text as pause, r.estimate::text as estimate, r.events_read, r.events_matched,
                   r.events_unchanged, r.events_failed, r.busy_ms, r.spent, r.error, r.created_at, r.started_at,
                   r.updated_at, r.finished_at,
                   (select coalesce(json_agg(json_build_object('partition', p.partition, 'from', p.from_offset,
                                             'to', p.to_offset, 'position', p.position) order by p.partition), '[]')
                      from replay_partition p where p.replay_id = r.id)::text as partitions
              from replay r
            """;

    private static final String INSERT = """
            insert into replay (id, topic, status, phase, request, dry_run, requested_by, max_per_second, max_cost)
            values ($1, $2, $3, $4, $5::jsonb, $6, $7, nullif($8, 0), nullif($9, '')::numeric)
            """;

    private final DatabaseClient database;

    ReplayStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(UUID id, ReplayRequest request, Replay.Phase phase, String by, List<PartitionRange> ranges) {
        ReplayStatus status = phase == Replay.Phase.RUN ? ReplayStatus.RUNNING : ReplayStatus.ESTIMATING;
        Integer rate = request.maxPerSecond();
        BigDecimal cap = request.maxCost();
        return database.sql(INSERT)
                .bind(0, id)
                .bind(1, request.topic().topicName())
                .bind(2, status.wireName())
                .bind(3, phase.name().toLowerCase(Locale.ROOT))
                .bind(4, json(request))
                .bind(5, request.dryRun())
                .bind(6, by)
                .bind(7, rate == null ? 0 : rate)
                .bind(8, cap == null ? "" : cap.toPlainString())
                .fetch()
                .rowsUpdated()
                .then(addPartitions(id, ranges));
    }

    private Mono<Void> addPartitions(UUID id, List<PartitionRange> ranges) {
        if (ranges.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("insert into replay_partition select $1, p, f, t, f"
                        + " from unnest($2::int[], $3::bigint[], $4::bigint[]) as r(p, f, t)")
                .bind(0, id)
                .bind(1, ranges.stream().map(PartitionRange::partition).toArray(Integer[]::new))
                .bind(2, ranges.stream().map(PartitionRange::from).toArray(Long[]::new))
                .bind(3, ranges.stream().map(PartitionRange::to).toArray(Long[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Gives a run what a dry run found out. */
    Mono<Void> takeOver(UUID from, UUID to) {
        return database.sql("insert into replay_call select $2, client_id, operation, provider, model, integration_id,"
                        + " max_output_tokens, texts, cached_texts, input_tokens from replay_call where replay_id = $1")
                .bind(0, from)
                .bind(1, to)
                .fetch()
                .rowsUpdated()
                .then(database.sql("update replay set estimate = (select estimate from replay where id = $1)"
                                + " where id = $2")
                        .bind(0, from)
                        .bind(1, to)
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    Mono<Replay> find(UUID id) {
        return database.sql(SELECT + " where r.id = $1")
                .bind(0, id)
                .map(ReplayStore::replay)
                .one();
    }

    Flux<Replay> page(@Nullable ReplayStatus status, @Nullable String topic, @Nullable UUID before, int limit) {
        return database.sql(SELECT + " where ($1 = '' or r.status = $1) and ($2 = '' or r.topic = $2)"
                        + " and ($3 = '' or r.id < nullif($3, '')::uuid) order by r.id desc limit $4")
                .bind(0, status == null ? "" : status.wireName())
                .bind(1, topic == null ? "" : topic)
                .bind(2, before == null ? "" : before.toString())
                .bind(3, limit)
                .map(ReplayStore::replay)
                .all();
    }

    /** All that are not over. */
    Flux<Replay> unfinished() {
        return database.sql(SELECT + " where r.status in ('estimating', 'running', 'paused')")
                .map(ReplayStore::replay)
                .all();
    }

    /** Those whose last work may still come. */
    Flux<UUID> cancelledLately() {
        return database.sql("select id from replay where status = 'cancelled'"
                        + " and finished_at > clock_timestamp() - interval '1 hour'")
                .mapValue(UUID.class)
                .all();
    }

    /** Moves a replay from one of the statuses to another; gives whether it stood so. */
    Mono<Boolean> move(UUID id, List<ReplayStatus> from, ReplayStatus to, @Nullable Pause pause) {
        return database.sql("update replay set status = $2, pause = nullif($3, '')::jsonb,"
                        + " updated_at = clock_timestamp(),"
                        + " finished_at = case when $4 then clock_timestamp() end"
                        + " where id = $1 and status = any($5)")
                .bind(0, id)
                .bind(1, to.wireName())
                .bind(2, pause == null ? "" : json(pause))
                .bind(3, to.isOver())
                .bind(4, from.stream().map(ReplayStatus::wireName).toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> limits(UUID id, @Nullable Integer maxPerSecond, @Nullable BigDecimal maxCost) {
        return database.sql("update replay set max_per_second = coalesce(nullif($2, 0), max_per_second),"
                        + " max_cost = coalesce(nullif($3, '')::numeric, max_cost), updated_at = clock_timestamp()"
                        + " where id = $1")
                .bind(0, id)
                .bind(1, maxPerSecond == null ? 0 : maxPerSecond)
                .bind(2, maxCost == null ? "" : maxCost.toPlainString())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> error(UUID id, String error) {
        return database.sql("update replay set error = nullif($2, '') where id = $1")
                .bind(0, id)
                .bind(1, error)
                .fetch()
                .rowsUpdated()
                .then();
    }

    static String json(Object value) {
        try {
            return EventCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T value(String json, TypeReference<T> type) {
        try {
            return EventCodec.json().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Replay replay(Readable row) {
        String pause = row.get("pause", String.class);
        String estimate = row.get("estimate", String.class);
        return new Replay(
                required(row, "id", UUID.class),
                value(required(row, "request", String.class), new TypeReference<ReplayRequest>() {}),
                ReplayStatus.of(required(row, "status", String.class)),
                Replay.Phase.valueOf(required(row, "phase", String.class).toUpperCase(Locale.ROOT)),
                required(row, "requested_by", String.class),
                row.get("max_per_second", Integer.class),
                row.get("max_cost", BigDecimal.class),
                pause == null ? null : value(pause, new TypeReference<Pause>() {}),
                estimate == null ? null : value(estimate, new TypeReference<Estimate>() {}),
                new Replay.Counts(
                        required(row, "events_read", Long.class),
                        required(row, "events_matched", Long.class),
                        required(row, "events_unchanged", Long.class),
                        required(row, "events_failed", Long.class),
                        required(row, "busy_ms", Long.class)),
                ranges(required(row, "partitions", String.class)),
                required(row, "spent", BigDecimal.class),
                row.get("error", String.class),
                required(row, "created_at", Instant.class),
                row.get("started_at", Instant.class),
                required(row, "updated_at", Instant.class),
                row.get("finished_at", Instant.class));
    }

    private static List<PartitionRange> ranges(String json) {
        return value(json, new TypeReference<List<Map<String, Long>>>() {}).stream()
                .map(range -> new PartitionRange(
                        Math.toIntExact(range.getOrDefault("partition", 0L)),
                        range.getOrDefault("from", 0L),
                        range.getOrDefault("to", 0L),
                        range.getOrDefault("position", 0L)))
                .toList();
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}

package dev.colophon.usage.report;

import dev.colophon.usage.report.Breakdowns.Part;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the ledger of the current transaction's client. */
@Component
class UsageReports {

    static final String TOTALS = """
            coalesce(sum(cost) filter (where cost_status <> 'unconfirmed'), 0)::numeric(24,10)
                + coalesce(sum(adjustment), 0)::numeric(24,10) as cost,
            coalesce(sum(adjustment), 0)::numeric(24,10) as adjustments,
            coalesce(sum(cost) filter (where cost_status = 'unconfirmed'), 0)::numeric(24,10) as unconfirmed_cost,
            count(*) filter (where cost_status = 'unconfirmed') as unconfirmed,
            coalesce(sum(total_tokens), 0)::bigint as tokens,
            count(*) as requests, coalesce(sum(input_count), 0)::bigint as texts,
            count(*) filter (where cache_hit) as cache_hits,
            count(*) filter (where cost_status = 'unknown' and adjustment is null) as unknown
            """;

    private static final String BREAKDOWN = """
            select case when grouping(provider) = 0 then 'provider' when grouping(model) = 0 then 'model'
                        when grouping(operation) = 0 then 'operation' when grouping(project) = 0 then 'project'
                        when grouping(replay) = 0 then 'replay' when grouping(day) = 0 then 'day' else 'all' end as dimension,
                   coalesce(provider, model, operation, project, replay, day, 'all') as value, %s
              from (select *, coalesce(project_id::text, 'none') as project,
                           coalesce(replay_id::text, 'none') as replay,
                           to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD') as day
                      from usage_record where occurred_at >= $1 and occurred_at < $2) as record
             group by grouping sets ((provider), (model), (operation), (project), (replay), (day), ())
            """.formatted(TOTALS);

    private static final String RECORDS = """
            select *, (select array_agg(tokens::bigint order by n)
                         from jsonb_array_elements_text(request_metadata -> 'text_tokens')
                              with ordinality as each(tokens, n)) as text_tokens
              from usage_record
             where occurred_at >= $1 and occurred_at < $2 and (occurred_at, attempt_id) < ($3, $4)
               and ($6::text is null or provider = $6) and ($7::text is null or model = $7)
               and ($8::text is null or operation = $8) and ($9::uuid is null or project_id = $9)
               and ($10::uuid is null or replay_id = $10)
             order by occurred_at desc, attempt_id desc limit $5
            """;

    private static final UUID AFTER_EVERY_ID = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static final int FETCH_SIZE = 500;

    private final DatabaseClient database;

    UsageReports(DatabaseClient database) {
        this.database = database;
    }

    Mono<Breakdowns> breakdowns(Range range) {
        return parts(BREAKDOWN, range);
    }

    /** Newest first. */
    Mono<Page<UsageRecord>> records(Range range, RecordFilter filter, PageRequest page) {
        Cursor cursor = page.cursor();
        return selected(
                        range,
                        filter,
                        cursor == null ? range.to() : cursor.instant(0),
                        cursor == null ? AFTER_EVERY_ID : cursor.uuid(1),
                        page.fetchLimit())
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.occurredAt(), row.attemptId())));
    }

    /**
     * Newest first, some of them, to be put together to all: whoever reads an export slowly holds no connection.
     *
     * @param last of those before; null for the first
     * @return empty after the last
     */
    Mono<List<UsageRecord>> some(Range range, RecordFilter filter, @Nullable UsageRecord last) {
        return selected(
                        range,
                        filter,
                        last == null ? range.to() : last.occurredAt(),
                        last == null ? AFTER_EVERY_ID : last.attemptId(),
                        FETCH_SIZE)
                .collectList()
                .filter(some -> !some.isEmpty());
    }

    private Flux<UsageRecord> selected(Range range, RecordFilter filter, Instant before, UUID beforeId, int limit) {
        return database.sql(RECORDS)
                .filter(statement -> statement.fetchSize(FETCH_SIZE))
                .bind(0, range.from())
                .bind(1, range.to())
                .bind(2, before)
                .bind(3, beforeId)
                .bind(4, limit)
                .bind(5, optional(String.class, filter.provider()))
                .bind(6, optional(String.class, filter.model()))
                .bind(7, optional(String.class, filter.operation()))
                .bind(8, optional(UUID.class, filter.projectId()))
                .bind(9, optional(UUID.class, filter.replayId()))
                .map(UsageReports::usageRecord)
                .all();
    }

    private static <T> Parameter optional(Class<T> type, @Nullable T value) {
        return value == null ? Parameters.in(type) : Parameters.in(value);
    }

    private Mono<Breakdowns> parts(String sql, Range range) {
        return database.sql(sql)
                .bind(0, range.from())
                .bind(1, range.to())
                .map(UsageReports::part)
                .all()
                .collectList()
                .map(Breakdowns::new);
    }

    private static Part part(Readable row) {
        return new Part(value(row, "dimension", String.class), value(row, "value", String.class), totals(row));
    }

    static UsageTotals totals(Readable row) {
        return new UsageTotals(
                value(row, "cost", BigDecimal.class),
                value(row, "tokens", Long.class),
                value(row, "requests", Long.class),
                value(row, "texts", Long.class),
                value(row, "cache_hits", Long.class),
                value(row, "unknown", Long.class),
                value(row, "adjustments", BigDecimal.class),
                value(row, "unconfirmed_cost", BigDecimal.class),
                value(row, "unconfirmed", Long.class));
    }

    private static @Nullable List<BigDecimal> parts(Readable row) {
        Long[] tokens = row.get("text_tokens", Long[].class);
        BigDecimal cost = row.get("cost", BigDecimal.class);
        return tokens == null || tokens.length == 0 || cost == null ? null : Attribution.split(cost, List.of(tokens));
    }

    private static UsageRecord usageRecord(Readable row) {
        return new UsageRecord(
                value(row, "attempt_id", UUID.class),
                value(row, "call_id", UUID.class),
                value(row, "attempt", Integer.class),
                row.get("project_id", UUID.class),
                row.get("item_id", UUID.class),
                row.get("integration_id", UUID.class),
                value(row, "operation", String.class),
                value(row, "provider", String.class),
                value(row, "model", String.class),
                row.get("provider_call_id", String.class),
                value(row, "input_count", Integer.class),
                row.get("input_tokens", Long.class),
                row.get("cached_input_tokens", Long.class),
                row.get("output_tokens", Long.class),
                row.get("total_tokens", Long.class),
                value(row, "estimated", Boolean.class),
                row.get("cost", BigDecimal.class),
                value(row, "cost_status", String.class),
                row.get("adjustment", BigDecimal.class),
                row.get("price_version", String.class),
                value(row, "cache_hit", Boolean.class),
                value(row, "outcome", String.class),
                value(row, "duration_ms", Long.class),
                value(row, "occurred_at", Instant.class),
                row.get("trace_id", String.class),
                row.get("replay_id", UUID.class),
                parts(row));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}

package dev.colophon.usage.report;

import dev.colophon.usage.report.Breakdowns.Part;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads the ledger of the current transaction's client. */
@Component
class UsageReports {

    private static final String TOTALS = """
            coalesce(sum(cost), 0)::numeric(20,10) as cost, coalesce(sum(total_tokens), 0)::bigint as tokens,
            count(*) as requests, coalesce(sum(input_count), 0)::bigint as texts,
            count(*) filter (where cache_hit) as cache_hits, count(*) filter (where cost_status = 'unknown') as unknown
            """;

    private static final String BREAKDOWN = """
            select case when grouping(provider) = 0 then 'provider' when grouping(model) = 0 then 'model'
                        when grouping(operation) = 0 then 'operation' when grouping(project) = 0 then 'project'
                        else 'all' end as dimension,
                   coalesce(provider, model, operation, project, 'all') as value, %s
              from (select *, coalesce(project_id::text, 'none') as project from usage_record
                     where occurred_at >= $1 and occurred_at < $2) as record
             group by grouping sets ((provider), (model), (operation), (project), ())
            """.formatted(TOTALS);

    private static final String DAYS = """
            select 'day' as dimension, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD') as value, %s
              from usage_record where occurred_at >= $1 and occurred_at < $2 group by 2 order by 2
            """.formatted(TOTALS);

    private static final String RECORDS = """
            select * from usage_record
             where occurred_at >= $1 and occurred_at < $2 and (occurred_at, attempt_id) < ($3, $4)
             order by occurred_at desc, attempt_id desc limit $5
            """;

    private static final UUID AFTER_EVERY_ID = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private final DatabaseClient database;

    UsageReports(DatabaseClient database) {
        this.database = database;
    }

    Mono<Breakdowns> breakdowns(Range range) {
        return parts(BREAKDOWN, range);
    }

    Mono<Breakdowns> days(Range range) {
        return parts(DAYS, range);
    }

    /** Newest first. */
    Mono<Page<UsageRecord>> records(Range range, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql(RECORDS)
                .bind(0, range.from())
                .bind(1, range.to())
                .bind(2, cursor == null ? range.to() : cursor.instant(0))
                .bind(3, cursor == null ? AFTER_EVERY_ID : cursor.uuid(1))
                .bind(4, page.fetchLimit())
                .map(UsageReports::usageRecord)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.occurredAt(), row.attemptId())));
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
        return new Part(
                value(row, "dimension", String.class),
                value(row, "value", String.class),
                new UsageTotals(
                        value(row, "cost", BigDecimal.class),
                        value(row, "tokens", Long.class),
                        value(row, "requests", Long.class),
                        value(row, "texts", Long.class),
                        value(row, "cache_hits", Long.class),
                        value(row, "unknown", Long.class)));
    }

    private static UsageRecord usageRecord(Readable row) {
        return new UsageRecord(
                value(row, "attempt_id", UUID.class),
                value(row, "call_id", UUID.class),
                value(row, "attempt", Integer.class),
                row.get("project_id", UUID.class),
                row.get("item_id", UUID.class),
                value(row, "operation", String.class),
                value(row, "provider", String.class),
                value(row, "model", String.class),
                row.get("provider_call_id", String.class),
                value(row, "input_count", Integer.class),
                row.get("input_tokens", Long.class),
                row.get("output_tokens", Long.class),
                row.get("total_tokens", Long.class),
                row.get("cost", BigDecimal.class),
                value(row, "cost_status", String.class),
                value(row, "cache_hit", Boolean.class),
                value(row, "outcome", String.class),
                value(row, "duration_ms", Long.class),
                value(row, "occurred_at", Instant.class),
                row.get("trace_id", String.class));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}

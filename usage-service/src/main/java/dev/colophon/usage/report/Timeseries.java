package dev.colophon.usage.report;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Usage over time, in the transaction of a client: days from the daily figures, whole; hours from the records. */
@Component
class Timeseries {

    /**
     * What was used in one bucket.
     *
     * @param date the day, or the hour's beginning, in UTC
     * @param group the value of what is grouped by; null where nothing is
     */
    record Bucket(String date, @Nullable String group, UsageTotals totals) {}

    private static final Map<String, String> GROUPS = Map.of(
            "provider", "provider",
            "model", "model",
            "operation", "operation",
            "project",
                    "case when project_id = '00000000-0000-0000-0000-000000000000' then 'none' else project_id::text end");

    private static final String DAYS = """
            select to_char(day, 'YYYY-MM-DD') as bucket, %s as grouped, sum(cost) + sum(adjustments) as cost,
                   sum(adjustments) as adjustments, sum(unconfirmed_cost) as unconfirmed_cost,
                   sum(unconfirmed)::bigint as unconfirmed, sum(tokens)::bigint as tokens,
                   sum(requests)::bigint as requests, sum(texts)::bigint as texts,
                   sum(cache_hits)::bigint as cache_hits, sum(unknown)::bigint as unknown
              from usage_daily
             where day >= ($1::timestamptz at time zone 'UTC')::date and day <= ($2::timestamptz at time zone 'UTC')::date
             group by 1, 2 having sum(requests) > 0 order by 1, 2
            """;

    private static final String HOURS = """
            select to_char(date_trunc('hour', occurred_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as bucket,
                   %s as grouped, %s
              from (select r.*, coalesce(r.project_id, '00000000-0000-0000-0000-000000000000') as project
                      from usage_record r where occurred_at >= $1 and occurred_at < $2) as record
             group by 1, 2 order by 1, 2
            """;

    private final DatabaseClient database;

    Timeseries(DatabaseClient database) {
        this.database = database;
    }

    /** @throws ProblemException {@code 400} for buckets and groups that are not offered */
    Mono<List<Bucket>> of(Range range, String bucket, @Nullable String groupBy) {
        String group = groupBy == null ? "null::text" : GROUPS.get(groupBy);
        if (group == null) {
            throw ProblemException.badRequest(
                    "Usage is not grouped by this",
                    new FieldError("group_by", "must be provider, model, operation or project"));
        }
        String sql =
                switch (bucket) {
                    case "day" -> DAYS.formatted(group);
                    case "hour" -> HOURS.formatted(group.replace("project_id", "project"), UsageReports.TOTALS);
                    default ->
                        throw ProblemException.badRequest(
                                "Usage is not added up by this", new FieldError("bucket", "must be hour or day"));
                };
        return database.sql(sql)
                .bind(0, range.from())
                .bind(1, range.to())
                .map(row -> new Bucket(
                        Objects.requireNonNull(row.get("bucket", String.class)),
                        row.get("grouped", String.class),
                        UsageReports.totals(row)))
                .all()
                .collectList();
    }
}

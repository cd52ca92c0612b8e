package dev.colophon.usage.ledger;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rebuilds and how far they are, and the statements with which a rebuilt ledger takes the other's place. */
@Component
class RebuildStore {

    private static final String ZERO = "'00000000-0000-0000-0000-000000000000'::uuid";

    /** What was told since the rebuild began is right as it stands. */
    private static final String[] SWAP = {
        "delete from usage_record_rebuilt s using usage_record r"
                + " where s.attempt_id = r.attempt_id and r.recorded_at >= $1",
        "insert into usage_record_rebuilt (%1$s) select %1$s from usage_record where recorded_at >= $1",
        "insert into usage_adjustment_rebuilt select * from usage_adjustment where recorded_at >= $1"
                + " on conflict (id) do nothing",
        "update usage_record_rebuilt s set adjustment = (select sum(amount) from usage_adjustment_rebuilt a"
                + " where a.attempt_id = s.attempt_id) where $1::timestamptz is not null",
    };

    private static final String CORRECTED = """
            select count(*) as corrected from usage_record r full join usage_record_rebuilt s using (attempt_id)
             where r.attempt_id is null or s.attempt_id is null or r.cost is distinct from s.cost
                or r.cost_status <> s.cost_status or r.adjustment is distinct from s.adjustment
            """;

    private static final String[] REPLACE = {
        "delete from usage_record",
        "insert into usage_record (%1$s) select %1$s from usage_record_rebuilt",
        "delete from usage_adjustment",
        "insert into usage_adjustment select * from usage_adjustment_rebuilt",
        "delete from usage_daily",
        """
        insert into usage_daily
        select client_id, (occurred_at at time zone 'UTC')::date, coalesce(project_id, %2$s), provider, model, operation,
               count(*), sum(input_count), coalesce(sum(total_tokens), 0), count(*) filter (where cache_hit),
               count(*) filter (where cost_status = 'unknown' and adjustment is null),
               count(*) filter (where cost_status = 'unconfirmed'),
               coalesce(sum(cost) filter (where cost_status <> 'unconfirmed'), 0),
               coalesce(sum(cost) filter (where cost_status = 'unconfirmed'), 0), coalesce(sum(adjustment), 0)
          from usage_record group by 1, 2, 3, 4, 5, 6
        """,
        """
        update allowance a set spent = s.spent, unconfirmed = s.unconfirmed, reserved = s.reserved
          from (select o.id, coalesce(sum(c.spent), 0) as spent, coalesce(sum(c.unconfirmed), 0) as unconfirmed,
                       coalesce(sum(c.reserved), 0) as reserved
                  from allowance o left join (
                       select v.allowance_id,
                              case when r.cost_status = 'unconfirmed' then 0 else coalesce(r.cost, 0) end
                                  + coalesce(r.adjustment, 0) as spent,
                              case when r.cost_status = 'unconfirmed' then coalesce(r.cost, 0) else 0 end as unconfirmed,
                              0 as reserved
                         from usage_record r join reservation v on v.id = r.reservation_id where v.allowance_id is not null
                        union all
                       select allowance_id, 0, 0, coalesce(estimated_cost, 0)
                         from reservation where state in ('open', 'expired') and allowance_id is not null
                       ) as c on c.allowance_id = o.id
                 group by o.id) as s
         where s.id = a.id
        """,
        "update budget_window set spent = 0, unconfirmed = 0, reserved = 0",
        """
        insert into budget_window as w (client_id, scope, project_id, period, window_start, spent, unconfirmed, reserved)
        select client_id, case when project = %2$s then 'client' else 'project' end, project, period,
               date_trunc(period, at at time zone 'UTC')::date, sum(spent), sum(unconfirmed), sum(reserved)
          from (select client_id, project_id, counted_at as at,
                       case when cost_status = 'unconfirmed' then 0 else coalesce(cost, 0) end + coalesce(adjustment, 0) as spent,
                       case when cost_status = 'unconfirmed' then coalesce(cost, 0) else 0 end as unconfirmed, 0 as reserved
                  from usage_record
                 union all
                select client_id, project_id, reserved_at, 0, 0, coalesce(estimated_cost, 0)
                  from reservation where state in ('open', 'expired')
                 union all
                select client_id, null, counted_on::timestamp at time zone 'UTC', 0, 0, rest
                  from allowance where state = 'open') as counted
         cross join (values ('day'), ('month')) as p(period)
         cross join lateral (select %2$s as project union all select project_id where project_id is not null) as scopes
         group by 1, 2, 3, 4, 5
        on conflict (client_id, scope, project_id, period, window_start) do update
           set spent = excluded.spent, unconfirmed = excluded.unconfirmed, reserved = excluded.reserved
        """,
        "delete from usage_record_rebuilt",
        "delete from usage_adjustment_rebuilt",
    };

    private static final String COLUMNS =
            "attempt_id, client_id, call_id, attempt, event_id, reservation_id, project_id,"
                    + " item_id, operation, provider, model, provider_call_id, input_count, input_tokens, output_tokens, cost,"
                    + " cost_status, cache_hit, outcome, duration_ms, occurred_at, recorded_at, trace_id, request_metadata,"
                    + " integration_id, cached_input_tokens, estimated, price_version, adjustment, counted_at, replay_id";

    private final DatabaseClient database;

    RebuildStore(DatabaseClient database) {
        this.database = database;
    }

    /** Gives when it began, by the clock that entries are recorded with. */
    Mono<Instant> begin(UUID id, String who) {
        return database.sql("insert into usage_rebuild (id, state, events, events_done, started_at, started_by)"
                        + " values ($1, 'running', 0, 0, clock_timestamp(), $2) returning started_at")
                .bind(0, id)
                .bind(1, who)
                .map(row -> required(row, "started_at", Instant.class))
                .one();
    }

    /** Whoever runs is the only one: what else says so was left by a service that ended. */
    Mono<Void> endOthers(UUID id, Instant now) {
        return run(database.sql("update usage_rebuild set state = 'failed', finished_at = $2,"
                        + " error = 'its service ended' where state = 'running' and id < $1")
                .bind(0, id)
                .bind(1, now));
    }

    Mono<Void> length(UUID id, long events) {
        return run(database.sql("update usage_rebuild set events = $2 where id = $1")
                .bind(0, id)
                .bind(1, events));
    }

    Mono<Void> advance(UUID id, int events) {
        return run(database.sql("update usage_rebuild set events_done = events_done + $2 where id = $1")
                .bind(0, id)
                .bind(1, events));
    }

    Mono<Void> finish(UUID id, @Nullable String error, long accounts, long records, long corrected, Instant now) {
        return run(database.sql("update usage_rebuild set state = $2, error = $3, accounts = $4, records = $5,"
                        + " corrected = $6, finished_at = $7 where id = $1")
                .bind(0, id)
                .bind(1, error == null ? "completed" : "failed")
                .bind(2, error == null ? Parameters.in(String.class) : Parameters.in(error))
                .bind(3, accounts)
                .bind(4, records)
                .bind(5, corrected)
                .bind(6, now));
    }

    Mono<Rebuild> find(UUID id) {
        return database.sql("select * from usage_rebuild where id = $1")
                .bind(0, id)
                .map(RebuildStore::rebuild)
                .one();
    }

    Flux<UUID> accounts() {
        return database.sql("select id from usage_account order by id")
                .mapValue(UUID.class)
                .all();
    }

    /** In the client's transaction. */
    Mono<Void> clear() {
        return run(database.sql("delete from usage_record_rebuilt"))
                .then(run(database.sql("delete from usage_adjustment_rebuilt")));
    }

    /** In the client's transaction, while nobody writes its ledger; gives how many entries were not as they should be. */
    Mono<Long> swap(Instant since) {
        Mono<Void> keep = Flux.fromArray(SWAP)
                .concatMap(sql -> run(database.sql(sql.formatted(COLUMNS)).bind(0, since)))
                .then();
        Mono<Long> corrected = database.sql(CORRECTED)
                .map(row -> required(row, "corrected", Long.class))
                .one();
        Mono<Void> replace = Flux.fromArray(REPLACE)
                .concatMap(sql -> run(database.sql(sql.formatted(COLUMNS, ZERO))))
                .then();
        return keep.then(corrected).flatMap(count -> replace.thenReturn(count));
    }

    Mono<Long> records() {
        return database.sql("select count(*) as records from usage_record")
                .map(row -> required(row, "records", Long.class))
                .one();
    }

    private static Mono<Void> run(DatabaseClient.GenericExecuteSpec sql) {
        return sql.fetch().rowsUpdated().then();
    }

    private static Rebuild rebuild(Readable row) {
        return new Rebuild(
                required(row, "id", UUID.class),
                required(row, "state", String.class),
                required(row, "events", Long.class),
                required(row, "events_done", Long.class),
                row.get("accounts", Long.class),
                row.get("records", Long.class),
                row.get("corrected", Long.class),
                required(row, "started_at", Instant.class),
                required(row, "started_by", String.class),
                row.get("finished_at", Instant.class),
                row.get("error", String.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}

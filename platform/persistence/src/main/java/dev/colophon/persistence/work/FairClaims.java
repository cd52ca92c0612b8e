package dev.colophon.persistence.work;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who gets their turn, in one statement. Each client's candidates stand at what comes before them of the same client, as in
 * fair queueing by virtual starting times: whoever is at the front of their own line starts at nought, however heavy, the
 * oldest first, so that nobody starves. Of those, the claim takes backfill's share, then live work, then more backfill.
 * The ids go back to the table as an array: joined with it, they would have all that waits be read at each claim.
 */
final class FairClaims {

    private static final String CLAIM = """
            with recursive client as (
                (select client_id from work_item where queue = $1 and state = 'pending' order by client_id limit 1)
                union all
                select (select w.client_id from work_item w
                         where w.queue = $1 and w.state = 'pending' and w.client_id > client.client_id
                         order by w.client_id limit 1)
                  from client where client.client_id is not null
            ), asked as (
                select client_id from client where client_id is not null and client_id <> all($8)
            ), live as (
                select due.* from asked cross join lateral (
                       select id, client_id, priority, due_at, weight from work_item w
                        where w.queue = $1 and w.state = 'pending' and w.client_id = asked.client_id
                          and w.priority < 10 and w.due_at <= clock_timestamp()
                        order by priority, due_at limit $2
                        for update skip locked) due
            ), late as (
                select due.* from asked cross join lateral (
                       select id, client_id, priority, due_at, weight from work_item w
                        where w.queue = $1 and w.state = 'pending' and w.client_id = asked.client_id
                          and w.priority >= 10 and w.due_at <= clock_timestamp()
                        order by priority, due_at limit $2
                        for update skip locked) due
            ), started as (
                select id, weight, due_at, backfill,
                       coalesce(sum(weight) over (partition by backfill, client_id order by priority, due_at, id
                                                  rows between unbounded preceding and 1 preceding), 0) as start
                  from (select *, false as backfill from live union all select *, true from late) as candidate
            ), placed as (
                select *, row_number() over line as place,
                       coalesce(sum(weight) over (line rows between unbounded preceding and 1 preceding), 0) as before
                  from started
                window line as (partition by backfill order by start, due_at, id)
            ), taken as (
                select id, row_number() over line as place,
                       coalesce(sum(weight) over (line rows between unbounded preceding and 1 preceding), 0) as before
                  from placed
                window line as (order by case when backfill and place <= $4 and before < $5 then 0
                                              when not backfill then 1 else 2 end, start, due_at, id)
            ), chosen as (
                select id from taken where place <= $2 and before < $3
            )
            update work_item w
               set due_at = clock_timestamp() + $6 * interval '1 millisecond', lease_token = $7
             where w.id = any (array(select id from chosen))
            returning w.id, w.queue, w.client_id, w.subject_id, w.priority, w.weight, w.attempts, w.lease_token,
                      w.traceparent, w.created_at, w.replay_id
            """;

    private static final String DUE = """
            select asked.queue from unnest($1::text[]) as asked(queue)
             where exists (select 1 from work_item w
                            where w.queue = asked.queue and w.state = 'pending' and w.due_at <= clock_timestamp())
            """;

    private final DatabaseClient database;

    FairClaims(DatabaseClient database) {
        this.database = database;
    }

    /** Claims in the current transaction or in one of its own, each item under a lease of this claim. */
    Flux<WorkItem> claim(Claim claim) {
        return database.sql(CLAIM)
                .bind(0, claim.queue())
                .bind(1, claim.items())
                .bind(2, claim.weight())
                .bind(3, claim.itemsForBackfill())
                .bind(4, claim.weightForBackfill())
                .bind(5, claim.lease().toMillis())
                .bind(6, UUID.randomUUID())
                .bind(7, claim.except().toArray(UUID[]::new))
                .map(FairClaims::item)
                .all();
    }

    /** Those of some queues from which a claim would get something. */
    Mono<Set<String>> due(Set<String> queues) {
        return database.sql(DUE)
                .bind(0, queues.toArray(String[]::new))
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet());
    }

    private static WorkItem item(Readable row) {
        return new WorkItem(
                required(row, "id", UUID.class),
                required(row, "queue", String.class),
                required(row, "client_id", UUID.class),
                required(row, "subject_id", UUID.class),
                required(row, "priority", Integer.class),
                required(row, "weight", Integer.class),
                required(row, "attempts", Integer.class),
                required(row, "lease_token", UUID.class),
                row.get("traceparent", String.class),
                required(row, "created_at", Instant.class),
                row.get("replay_id", UUID.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}

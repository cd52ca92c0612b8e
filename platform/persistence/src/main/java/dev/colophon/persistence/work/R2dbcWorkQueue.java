package dev.colophon.persistence.work;

import com.fasterxml.uuid.Generators;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link WorkQueue} in the table {@code work_item}; every call is one statement, or none where {@link DueQueues} knows better. */
final class R2dbcWorkQueue implements WorkQueue {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcWorkQueue.class);
    private static final int MAX_ERROR_LENGTH = 1_000;

    private static final String ENQUEUE = """
            insert into work_item (id, queue, client_id, subject_id, priority, due_at, traceparent, weight, created_at,
                                   replay_id)
            select id, queue, client_id, subject_id, priority, clock_timestamp() + delay_ms * interval '1 millisecond',
                   nullif(traceparent, ''), weight, clock_timestamp(), nullif($9, '')::uuid
              from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::bigint[], $7::text[], $8::int[])
                   as w(id, queue, client_id, subject_id, priority, delay_ms, traceparent, weight)
             order by queue, subject_id
            on conflict (queue, subject_id) do update
               set state = 'pending', due_at = excluded.due_at,
                   priority = case when work_item.state = 'failed' then excluded.priority
                                   else least(work_item.priority, excluded.priority) end,
                   replay_id = case when work_item.state = 'pending' and work_item.replay_id is null then null
                                    else excluded.replay_id end,
                   attempts = 0, lease_token = null, last_error = null, traceparent = excluded.traceparent,
                   weight = excluded.weight
            """;

    private static final String HELD =
            " from unnest($1::uuid[], $2::uuid[]) as held(id, token) where w.id = held.id and w.lease_token = held.token";
    private static final String COMPLETE = "delete from work_item w using"
            + " unnest($1::uuid[], $2::uuid[]) as held(id, token) where w.id = held.id and w.lease_token = held.token";
    private static final String EXTEND =
            "update work_item w set due_at = clock_timestamp() + $3 * interval '1 millisecond'" + HELD;
    private static final String POSTPONE = "update work_item w set lease_token = null,"
            + " due_at = clock_timestamp() + $3 * interval '1 millisecond'" + HELD;
    private static final String RETRY = "update work_item w set lease_token = null, attempts = attempts + 1,"
            + " due_at = clock_timestamp() + $3 * interval '1 millisecond', last_error = $4" + HELD;
    private static final String FAIL = "update work_item w set lease_token = null, attempts = attempts + 1,"
            + " state = 'failed', last_error = $3" + HELD;

    private static final String HOLD = "update work_item set state = 'held' where replay_id = $1 and state = 'pending'";
    private static final String UNHOLD = "update work_item set state = 'pending',"
            + " due_at = case when lease_token is null then clock_timestamp() else due_at end"
            + " where replay_id = $1 and state = 'held'";
    private static final String DROP = "delete from work_item where replay_id = $1 and state in ('pending', 'held')"
            + " and (lease_token is null or due_at <= clock_timestamp())";
    private static final String STANDING = "select count(*) filter (where state = 'pending') as pending,"
            + " count(*) filter (where state = 'held') as held, count(*) filter (where state = 'failed') as failed"
            + " from work_item where replay_id = $1";

    private final DatabaseClient database;
    private final FairClaims claims;
    private final DueQueues dueQueues;

    R2dbcWorkQueue(DatabaseClient database) {
        this.database = database;
        this.claims = new FairClaims(database);
        this.dueQueues = new DueQueues(claims::due, System::nanoTime);
    }

    @Override
    public Mono<Void> enqueue(Collection<WorkRequest> work) {
        if (work.isEmpty()) {
            return Mono.empty();
        }
        // one row per subject: a statement cannot upsert the same row twice
        Map<String, WorkRequest> bySubject = new LinkedHashMap<>();
        work.forEach(request -> bySubject.put(request.queue() + "/" + request.subjectId(), request));
        return Mono.deferContextual(context -> insert(bySubject.values(), ReplayContext.replayId(context)));
    }

    private Mono<Void> insert(Collection<WorkRequest> requests, Optional<UUID> replayId) {
        int mostUrgent = replayId.isPresent() ? WorkRequest.BACKFILL : WorkRequest.LIVE;
        return database.sql(ENQUEUE)
                .bind(
                        0,
                        requests.stream()
                                .map(r -> Generators.timeBasedEpochGenerator().generate())
                                .toArray(UUID[]::new))
                .bind(1, column(requests, WorkRequest::queue))
                .bind(2, requests.stream().map(WorkRequest::clientId).toArray(UUID[]::new))
                .bind(3, requests.stream().map(WorkRequest::subjectId).toArray(UUID[]::new))
                .bind(
                        4,
                        requests.stream()
                                .map(r -> Math.max(mostUrgent, r.priority()))
                                .toArray(Integer[]::new))
                .bind(5, requests.stream().map(r -> r.delay().toMillis()).toArray(Long[]::new))
                .bind(6, column(requests, r -> r.traceparent() == null ? "" : r.traceparent()))
                .bind(7, requests.stream().map(WorkRequest::weight).toArray(Integer[]::new))
                .bind(8, replayId.map(UUID::toString).orElse(""))
                .fetch()
                .rowsUpdated()
                .doOnTerminate(() -> requests.forEach(request -> dueQueues.stir(request.queue())))
                .then();
    }

    @Override
    public Mono<List<WorkItem>> claim(Claim claim) {
        return dueQueues.mayHave(claim.queue()).flatMap(may -> may ? claimNow(claim) : Mono.just(List.of()));
    }

    private Mono<List<WorkItem>> claimNow(Claim claim) {
        return Mono.deferContextual(context -> {
            CompletableFuture<List<WorkItem>> claimed =
                    claims.claim(claim).collectList().contextWrite(context).toFuture();
            AtomicBoolean handedOn = new AtomicBoolean();
            // whoever breaks off has nothing in hand: what the database gives all the same is due again at once
            return Mono.fromFuture(claimed, true)
                    .doOnNext(work -> handedOn.set(true))
                    .doOnCancel(() -> {
                        if (!handedOn.get()) {
                            claimed.thenAccept(this::giveBack);
                        }
                    });
        });
    }

    private void giveBack(List<WorkItem> work) {
        if (!work.isEmpty()) {
            postpone(work, Duration.ZERO)
                    .subscribe(
                            nothing -> {},
                            error -> LOG.warn(
                                    "{} pieces of {} that nobody took wait for their lease: {}",
                                    work.size(),
                                    work.get(0).queue(),
                                    error.toString()));
        }
    }

    @Override
    public Mono<Integer> complete(Collection<WorkItem> work) {
        return held(COMPLETE, work).fetch().rowsUpdated().flatMap(rows -> allHeld(rows, work));
    }

    @Override
    public Mono<Void> extend(Collection<WorkItem> work, Duration lease) {
        return held(EXTEND, work)
                .bind(2, lease.toMillis())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> allHeld(rows, work))
                .then();
    }

    @Override
    public Mono<Void> retry(WorkItem work, Duration backoff, String error) {
        return held(RETRY, List.of(work))
                .bind(2, backoff.toMillis())
                .bind(3, shortened(error))
                .fetch()
                .rowsUpdated()
                .doOnTerminate(() -> dueQueues.stir(work.queue()))
                .then();
    }

    @Override
    public Mono<Void> fail(WorkItem work, String error) {
        return held(FAIL, List.of(work))
                .bind(2, shortened(error))
                .fetch()
                .rowsUpdated()
                .then();
    }

    @Override
    public Mono<Void> postpone(Collection<WorkItem> work, Duration pause) {
        return held(POSTPONE, work)
                .bind(2, pause.toMillis())
                .fetch()
                .rowsUpdated()
                .doOnTerminate(() -> work.forEach(item -> dueQueues.stir(item.queue())))
                .then();
    }

    @Override
    public Mono<Void> cancel(String queue, Collection<UUID> subjectIds) {
        return database.sql("delete from work_item where queue = $1 and subject_id = any($2)")
                .bind(0, queue)
                .bind(1, subjectIds.toArray(UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    @Override
    public Mono<Void> cancelAll(String queue, UUID clientId) {
        return database.sql("delete from work_item where queue = $1 and client_id = $2")
                .bind(0, queue)
                .bind(1, clientId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    @Override
    public Mono<Long> depth(String queue) {
        return database.sql("select count(*) from work_item where queue = $1 and state = 'pending'")
                .bind(0, queue)
                .mapValue(Long.class)
                .one();
    }

    @Override
    public Mono<Long> hold(UUID replayId) {
        return ofReplay(HOLD, replayId).fetch().rowsUpdated();
    }

    @Override
    public Mono<Long> unhold(UUID replayId) {
        return ofReplay(UNHOLD, replayId).fetch().rowsUpdated().doOnTerminate(dueQueues::stirAll);
    }

    @Override
    public Mono<Long> drop(UUID replayId) {
        return ofReplay(DROP, replayId).fetch().rowsUpdated();
    }

    @Override
    public Mono<Standing> standing(UUID replayId) {
        return ofReplay(STANDING, replayId)
                .map(row -> new Standing(count(row, "pending"), count(row, "held"), count(row, "failed")))
                .one();
    }

    private DatabaseClient.GenericExecuteSpec ofReplay(String sql, UUID replayId) {
        return database.sql(sql).bind(0, replayId);
    }

    private DatabaseClient.GenericExecuteSpec held(String sql, Collection<WorkItem> work) {
        return database.sql(sql)
                .bind(0, work.stream().map(WorkItem::id).toArray(UUID[]::new))
                .bind(1, work.stream().map(WorkItem::leaseToken).toArray(UUID[]::new));
    }

    private static Mono<Integer> allHeld(Long rows, Collection<WorkItem> work) {
        return rows == work.size()
                ? Mono.just(work.size())
                : Mono.error(new LeaseLostException(rows.intValue(), work.size()));
    }

    private static String[] column(Collection<WorkRequest> requests, Function<WorkRequest, String> column) {
        return requests.stream().map(column).toArray(String[]::new);
    }

    private static String shortened(@Nullable String error) {
        String text = error == null ? "no message" : error.replace('\u0000', ' ');
        return text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
    }

    private static long count(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}

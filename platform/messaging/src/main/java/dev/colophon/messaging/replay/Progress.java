package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far a replay is and what it came upon, written in the transaction of its effects. */
final class Progress {

    /** Somebody else moved the replay on: what was done is to be rolled back, and read anew. */
    static final class MovedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MovedException() {
            super("the replay is somewhere else by now", null, false, false);
        }
    }

    /** @param expected where the replay stands until then */
    record Step(int partition, long expected, long position) {}

    private static final String MOVE = """
            update replay_partition p set position = s.position
              from unnest($2::int[], $3::bigint[], $4::bigint[]) as s(partition, expected, position)
             where p.replay_id = $1 and p.partition = s.partition and p.position = s.expected
            """;

    private static final String COUNT = """
            update replay set events_read = events_read + $2, events_matched = events_matched + $3,
                   events_unchanged = events_unchanged + $4, events_failed = events_failed + $5, busy_ms = busy_ms + $6,
                   started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp()
             where id = $1 and status in ('estimating', 'running') returning coalesce(max_per_second, 0) as rate
            """;

    private static final String ADD_CALL = """
            insert into replay_call (replay_id, client_id, operation, provider, model, integration_id,
                                     max_output_tokens, texts, cached_texts, input_tokens)
            values ($1, $2, $3, $4, $5, nullif($6, '')::uuid, nullif($7, -1), $8, $9, $10)
            on conflict (replay_id, client_id, operation, provider, model, integration_id, max_output_tokens)
            do update set texts = replay_call.texts + excluded.texts,
                          cached_texts = replay_call.cached_texts + excluded.cached_texts,
                          input_tokens = replay_call.input_tokens + excluded.input_tokens
            """;

    private static final String FAIL = """
            insert into replay_failure (replay_id, partition, record_offset, error_class, error)
            select $1, partition, record_offset, error_class, error
              from unnest($2::int[], $3::bigint[], $4::text[], $5::text[])
                   as f(partition, record_offset, error_class, error)
             limit greatest(0, 100 - (select count(*) from replay_failure where replay_id = $1))
            on conflict do nothing
            """;

    private final DatabaseClient database;

    Progress(DatabaseClient database) {
        this.database = database;
    }

    /** Gives the rate that is allowed by now; {@link MovedException} where the replay is not where it should be. */
    Mono<Integer> advance(UUID id, List<Step> steps, Replay.Counts counts) {
        return move(id, steps)
                .then(database.sql(COUNT)
                        .bind(0, id)
                        .bind(1, counts.read())
                        .bind(2, counts.matched())
                        .bind(3, counts.unchanged())
                        .bind(4, counts.failed())
                        .bind(5, counts.busyMillis())
                        .mapValue(Integer.class)
                        .one())
                .switchIfEmpty(Mono.error(MovedException::new));
    }

    private Mono<Void> move(UUID id, List<Step> steps) {
        if (steps.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(MOVE)
                .bind(0, id)
                .bind(1, steps.stream().map(Step::partition).toArray(Integer[]::new))
                .bind(2, steps.stream().map(Step::expected).toArray(Long[]::new))
                .bind(3, steps.stream().map(Step::position).toArray(Long[]::new))
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == steps.size() ? Mono.empty() : Mono.error(new MovedException()));
    }

    Mono<Void> plan(UUID id, Collection<PlannedCalls> calls) {
        return Flux.fromIterable(calls).concatMap(call -> add(id, call)).then();
    }

    private Mono<Void> add(UUID id, PlannedCalls call) {
        UUID integration = call.integrationId();
        Long most = call.maxOutputTokens();
        return database.sql(ADD_CALL)
                .bind(0, id)
                .bind(1, call.clientId())
                .bind(2, call.operation())
                .bind(3, call.provider())
                .bind(4, call.model())
                .bind(5, integration == null ? "" : integration.toString())
                .bind(6, most == null ? -1L : most)
                .bind(7, call.texts())
                .bind(8, call.cachedTexts())
                .bind(9, call.inputTokens())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<List<PlannedCalls>> calls(UUID id) {
        return database.sql("select client_id, operation, provider, model, integration_id, texts, cached_texts,"
                        + " input_tokens, max_output_tokens from replay_call where replay_id = $1"
                        + " order by client_id, operation, provider, model")
                .bind(0, id)
                .map(row -> new PlannedCalls(
                        ReplayStore.required(row, "client_id", UUID.class),
                        ReplayStore.required(row, "operation", String.class),
                        ReplayStore.required(row, "provider", String.class),
                        ReplayStore.required(row, "model", String.class),
                        row.get("integration_id", UUID.class),
                        ReplayStore.required(row, "texts", Long.class),
                        ReplayStore.required(row, "cached_texts", Long.class),
                        ReplayStore.required(row, "input_tokens", Long.class),
                        row.get("max_output_tokens", Long.class)))
                .all()
                .collectList();
    }

    Mono<Set<UUID>> firstTime(UUID id, Collection<UUID> subjects) {
        if (subjects.isEmpty()) {
            return Mono.just(Set.of());
        }
        return database.sql("insert into replay_subject select distinct $1::uuid, s from unnest($2::uuid[]) as s"
                        + " on conflict do nothing returning subject_id")
                .bind(0, id)
                .bind(1, subjects.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    /** Keeps the first of what failed. */
    Mono<Void> failed(UUID id, List<Entry> failed) {
        if (failed.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(FAIL)
                .bind(0, id)
                .bind(1, failed.stream().map(Entry::partition).toArray(Integer[]::new))
                .bind(2, failed.stream().map(Entry::offset).toArray(Long[]::new))
                .bind(3, column(failed, Entry::errorClass))
                .bind(4, column(failed, Entry::errorMessage))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static String[] column(List<Entry> failed, Function<Entry, String> column) {
        return failed.stream().map(column).toArray(String[]::new);
    }

    /** Begins the next pass over the range. */
    Mono<Void> beginRun(UUID id) {
        return all(
                id,
                List.of(
                        "update replay_partition set position = from_offset where replay_id = $1",
                        "delete from replay_subject where replay_id = $1",
                        "delete from replay_failure where replay_id = $1",
                        "update replay set phase = 'run', status = 'running', error = null, events_read = 0,"
                                + " events_matched = 0, events_unchanged = 0, events_failed = 0, busy_ms = 0,"
                                + " updated_at = clock_timestamp() where id = $1"));
    }

    Mono<Void> beginPricing(UUID id) {
        return all(id, List.of("update replay set phase = 'price', updated_at = clock_timestamp() where id = $1"));
    }

    Mono<Void> forgetSubjects(UUID id) {
        return all(id, List.of("delete from replay_subject where replay_id = $1"));
    }

    Mono<Void> estimated(UUID id, Estimate estimate) {
        return database.sql("update replay set estimate = $2::jsonb, error = null where id = $1")
                .bind(0, id)
                .bind(1, ReplayStore.json(estimate))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> spent(UUID id, BigDecimal spent) {
        return database.sql("update replay set spent = $2 where id = $1 and spent <> $2")
                .bind(0, id)
                .bind(1, spent)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Mono<Void> all(UUID id, List<String> statements) {
        return Flux.fromIterable(statements)
                .concatMap(sql -> database.sql(sql).bind(0, id).fetch().rowsUpdated())
                .then();
    }
}

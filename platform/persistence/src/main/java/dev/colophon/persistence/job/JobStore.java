package dev.colophon.persistence.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Jobs' times and runs, in the tables {@code job_schedule} and {@code job_run}. */
final class JobStore {

    private static final int MAX_ERROR_LENGTH = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private static final String STATES = """
            select s.job, s.schedule, s.due_at, s.requested_at is not null as requested, s.failures, s.last_success_at,
                   s.created_at, clock_timestamp() as now,
                   exists (select 1 from job_lock l
                            where l.job = 'job:' || s.job and l.locked_until > clock_timestamp()) as running
              from job_schedule s
            """;

    private static final String SCHEDULE = """
            insert into job_schedule (job, schedule, due_at) values ($1, $2, $3)
            on conflict (job) do update set schedule = excluded.schedule, due_at = excluded.due_at
            """;

    /** Whoever begins holds the lock, so that an unfinished run has nobody who would finish it. */
    private static final String BEGIN = """
            with due as (
                select due_at, requested_by from job_schedule
                 where job = $1 and (due_at <= clock_timestamp() or requested_at is not null)
            ), left_over as (
                update job_run set finished_at = clock_timestamp(), outcome = 'failed',
                       error = 'the instance ended before the run did'
                 where job = $1 and finished_at is null
            )
            insert into job_run (id, job, instance, requested_by, due_at, started_at)
            select $2, $1, $3, requested_by, due_at, clock_timestamp() from due
            returning started_at, requested_by
            """;

    private static final String END = """
            with ended as (
                update job_run set finished_at = $2, outcome = $3, result = $4::jsonb, error = $5
                 where id = $1 and finished_at is null
                returning job, started_at
            )
            update job_schedule s
               set due_at = $6,
                   failures = case when $3 = 'failed' then s.failures + 1 else 0 end,
                   last_success_at = case when $3 = 'succeeded' then $2 else s.last_success_at end,
                   requested_by = case when s.requested_at > ended.started_at then s.requested_by end,
                   requested_at = case when s.requested_at > ended.started_at then s.requested_at end
              from ended where s.job = ended.job
            """;

    private static final String FORGET = """
            delete from job_run where finished_at is not null and id in (
                select id from (
                    select id, started_at, row_number() over (partition by job, outcome order by started_at desc) as place
                      from job_run) as run
                 where place > 100 or started_at < clock_timestamp() - $1 * interval '1 second')
            """;

    private static final String RUN =
            "id, instance, requested_by, started_at, finished_at, outcome, result::text as result, error";

    private final DatabaseClient database;

    JobStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Instant> now() {
        return database.sql("select clock_timestamp()").mapValue(Instant.class).one();
    }

    Mono<List<JobState>> states() {
        return database.sql(STATES).map(JobStore::state).all().collectList();
    }

    Mono<Void> schedule(String job, String schedule, @Nullable Instant due) {
        return database.sql(SCHEDULE)
                .bind(0, job)
                .bind(1, schedule)
                .bind(2, nullable(Instant.class, due))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Whether it will be run soon; not where it runs already. */
    Mono<Boolean> request(String job, String by) {
        return database.sql("update job_schedule s set requested_at = clock_timestamp(), requested_by = $2"
                        + " where job = $1 and not exists (select 1 from job_lock l"
                        + " where l.job = 'job:' || s.job and l.locked_until > clock_timestamp())")
                .bind(0, job)
                .bind(1, by)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Empty where the job is not due any more. */
    Mono<JobRun> begin(String job, String instance) {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        return database.sql(BEGIN)
                .bind(0, job)
                .bind(1, id)
                .bind(2, instance)
                .map(row -> new JobRun(
                        id, job, required(row, "started_at", Instant.class), row.get("requested_by", String.class)))
                .one();
    }

    /** Ends a run and says when the next is due. */
    Mono<Void> end(JobRun run, Instant finished, JobOutcome outcome, Ending ending, @Nullable Instant due) {
        return database.sql(END)
                .bind(0, run.id())
                .bind(1, finished)
                .bind(2, outcome.wireName())
                .bind(3, json(ending.figures()))
                .bind(4, nullable(String.class, shortened(ending.error())))
                .bind(5, nullable(Instant.class, due))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Ends a run that was broken off; the job stays due. */
    Mono<Void> breakOff(JobRun run) {
        return database.sql("update job_run set finished_at = clock_timestamp(), outcome = 'failed',"
                        + " error = 'broken off: the instance stopped or lost its lock'"
                        + " where id = $1 and finished_at is null")
                .bind(0, run.id())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The runs of a job, the newest first, from before one that was given out. */
    Flux<RecordedRun> runs(String job, int limit, @Nullable Instant beforeStart, @Nullable UUID beforeId) {
        return database.sql("select " + RUN + " from job_run where job = $1"
                        + " and ($3::timestamptz is null or (started_at, id) < ($3, $4))"
                        + " order by started_at desc, id desc limit $2")
                .bind(0, job)
                .bind(1, limit)
                .bind(2, nullable(Instant.class, beforeStart))
                .bind(3, nullable(UUID.class, beforeId))
                .map(JobStore::run)
                .all();
    }

    Mono<Map<String, RecordedRun>> lastRuns() {
        return database.sql(
                        "select distinct on (job) job, " + RUN + " from job_run order by job, started_at desc, id desc")
                .map(row -> Map.entry(required(row, "job", String.class), run(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Long> forget(Duration keep) {
        return database.sql(FORGET).bind(0, keep.toSeconds()).fetch().rowsUpdated();
    }

    /** What a run leaves behind: figures, or why there are none. */
    record Ending(Map<String, Object> figures, @Nullable String error) {}

    private static JobState state(Readable row) {
        return new JobState(
                required(row, "job", String.class),
                required(row, "schedule", String.class),
                row.get("due_at", Instant.class),
                required(row, "requested", Boolean.class),
                required(row, "failures", Integer.class),
                row.get("last_success_at", Instant.class),
                required(row, "created_at", Instant.class),
                required(row, "running", Boolean.class),
                required(row, "now", Instant.class));
    }

    private static RecordedRun run(Readable row) {
        return new RecordedRun(
                required(row, "id", UUID.class),
                required(row, "instance", String.class),
                row.get("requested_by", String.class),
                required(row, "started_at", Instant.class),
                row.get("finished_at", Instant.class),
                row.get("outcome", String.class),
                figures(required(row, "result", String.class)),
                row.get("error", String.class));
    }

    private static Object nullable(Class<?> type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : Parameters.in(value);
    }

    private static String json(Map<String, Object> figures) {
        try {
            return JSON.writeValueAsString(figures).replace("\\u0000", " ");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a job's result holds what is no JSON", e);
        }
    }

    private static Map<String, Object> figures(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job's result is no JSON", e);
        }
    }

    private static @Nullable String shortened(@Nullable String error) {
        String text = error == null ? null : error.replace('\u0000', ' ');
        return text == null || text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}

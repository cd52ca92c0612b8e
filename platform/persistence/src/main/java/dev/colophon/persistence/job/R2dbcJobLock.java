package dev.colophon.persistence.job;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link JobLock} in the table {@code job_lock}, judged by the database's clock. */
final class R2dbcJobLock implements JobLock {

    private static final String TAKE = """
            insert into job_lock (job, holder, locked_until)
            values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
            on conflict (job) do update set holder = excluded.holder, locked_until = excluded.locked_until
             where job_lock.locked_until <= clock_timestamp()
            """;
    private static final String PROLONG = "update job_lock set locked_until = clock_timestamp()"
            + " + $3 * interval '1 millisecond' where job = $1 and holder = $2";

    private final DatabaseClient database;

    R2dbcJobLock(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public <T> Mono<T> runExclusively(String job, Duration atMost, Mono<T> work) {
        return holding(job, atMost, holder -> work);
    }

    @Override
    public <T> Mono<T> runProlonged(String job, Duration lease, Mono<T> work) {
        return holding(job, lease, holder -> work.takeUntilOther(heartbeat(job, holder, lease)));
    }

    private <T> Mono<T> holding(String job, Duration lease, Function<UUID, Mono<T>> work) {
        UUID holder = UUID.randomUUID();
        return Mono.usingWhen(
                touch(TAKE, job, holder, lease),
                taken -> taken ? work.apply(holder) : Mono.<T>empty(),
                taken -> taken ? release(job, holder) : Mono.empty());
    }

    /** Never ends by itself; a database that is away does not mean that the lock is lost. */
    private Mono<Void> heartbeat(String job, UUID holder, Duration lease) {
        return Flux.interval(lease.dividedBy(3))
                .onBackpressureDrop()
                .concatMap(tick -> touch(PROLONG, job, holder, lease).onErrorComplete())
                .filter(held -> !held)
                .next()
                .flatMap(lost -> Mono.error(new LockLostException(job)));
    }

    private Mono<Boolean> touch(String sql, String job, UUID holder, Duration lease) {
        return database.sql(sql)
                .bind(0, job)
                .bind(1, holder)
                .bind(2, lease.toMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Mono<Void> release(String job, UUID holder) {
        return database.sql("delete from job_lock where job = $1 and holder = $2")
                .bind(0, job)
                .bind(1, holder)
                .fetch()
                .rowsUpdated()
                .then();
    }
}

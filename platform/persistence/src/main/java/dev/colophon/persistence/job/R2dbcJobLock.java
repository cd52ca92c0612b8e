package dev.colophon.persistence.job;

import java.time.Duration;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link JobLock} in the table {@code job_lock}, judged by the database's clock. */
final class R2dbcJobLock implements JobLock {

    private static final String TAKE = """
            insert into job_lock (job, holder, locked_until)
            values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
            on conflict (job) do update set holder = excluded.holder, locked_until = excluded.locked_until
             where job_lock.locked_until <= clock_timestamp()
            """;

    private final DatabaseClient database;

    R2dbcJobLock(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public <T> Mono<T> runExclusively(String job, Duration atMost, Mono<T> work) {
        UUID holder = UUID.randomUUID();
        return Mono.usingWhen(
                take(job, holder, atMost),
                taken -> taken ? work : Mono.<T>empty(),
                taken -> taken ? release(job, holder) : Mono.empty());
    }

    private Mono<Boolean> take(String job, UUID holder, Duration atMost) {
        return database.sql(TAKE)
                .bind(0, job)
                .bind(1, holder)
                .bind(2, atMost.toMillis())
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

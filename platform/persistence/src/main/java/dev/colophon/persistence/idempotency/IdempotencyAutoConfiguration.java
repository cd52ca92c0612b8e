package dev.colophon.persistence.idempotency;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.PersistenceAutoConfiguration;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import dev.colophon.web.idempotency.IdempotencyStore;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

/** Gives the web library its place to keep answers, where a service uses that library. */
@AutoConfiguration(after = PersistenceAutoConfiguration.class, beforeName = "dev.colophon.web.WebAutoConfiguration")
@ConditionalOnClass(IdempotencyStore.class)
public class IdempotencyAutoConfiguration {

    @Bean
    IdempotencyStore idempotencyStore(ClientTransactions transactions, DatabaseClient database) {
        return new R2dbcIdempotencyStore(transactions, database);
    }

    @Bean
    ScheduledJob idempotencyKeysExpiry(DatabaseClient database) {
        return ScheduledJob.counting(
                "idempotency-keys-expiry",
                "Forgets answers of requests with an Idempotency-Key after 24 hours",
                Schedule.every(Duration.ofHours(1)),
                "removed",
                database.sql("select forget_old_idempotency_keys()")
                        .mapValue(Long.class)
                        .one());
    }
}

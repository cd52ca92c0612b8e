package dev.colophon.persistence.idempotency;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.PersistenceAutoConfiguration;
import dev.colophon.persistence.job.Housekeeping;
import dev.colophon.web.idempotency.IdempotencyStore;
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
    Housekeeping idempotencyKeyHousekeeping(DatabaseClient database) {
        return new Housekeeping(
                "idempotency keys older than 24 hours",
                database.sql("select forget_old_idempotency_keys()")
                        .mapValue(Long.class)
                        .one());
    }
}

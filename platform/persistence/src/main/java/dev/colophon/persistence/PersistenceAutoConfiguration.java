package dev.colophon.persistence;

import dev.colophon.persistence.job.JobLockConfiguration;
import dev.colophon.persistence.work.WorkQueueConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Gives every service its transactions, work queue and job locks. */
@AutoConfiguration(after = {R2dbcTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class})
@Import({WorkQueueConfiguration.class, JobLockConfiguration.class})
@EnableConfigurationProperties(DatabaseProperties.class)
public class PersistenceAutoConfiguration {

    @Bean
    ClientTransactions clientTransactions(ReactiveTransactionManager transactions, DatabaseClient database) {
        return new R2dbcClientTransactions(TransactionalOperator.create(transactions), database);
    }
}

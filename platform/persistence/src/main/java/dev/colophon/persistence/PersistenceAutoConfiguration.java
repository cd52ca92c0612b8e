package dev.colophon.persistence;

import dev.colophon.persistence.job.JobsConfiguration;
import dev.colophon.persistence.work.WorkQueueConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.r2dbc.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.netty.resources.LoopResources;

/** Gives every service its transactions, work queue and scheduled work. */
@AutoConfiguration(after = R2dbcAutoConfiguration.class)
@Import({WorkQueueConfiguration.class, JobsConfiguration.class})
@EnableConfigurationProperties(DatabaseProperties.class)
public class PersistenceAutoConfiguration {

    @Bean(destroyMethod = "dispose")
    LoopResources databaseThreads(DatabaseProperties settings) {
        return new DatabaseThreads(settings.poolSize());
    }

    @Bean
    ConnectionFactoryOptionsBuilderCustomizer databaseSessions(
            LoopResources databaseThreads, DatabaseProperties settings) {
        return options -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, databaseThreads)
                .option(PostgresqlConnectionFactoryProvider.OPTIONS, settings.session());
    }

    /** Made here, as Spring Boot's own looks for a connection factory too early where Spring Data is not at hand. */
    @Bean
    @ConditionalOnMissingBean(ReactiveTransactionManager.class)
    R2dbcTransactionManager transactionManager(ConnectionFactory connections) {
        return new R2dbcTransactionManager(connections);
    }

    @Bean
    @ConditionalOnMissingBean
    TransactionalOperator transactionalOperator(ReactiveTransactionManager transactions) {
        return TransactionalOperator.create(transactions);
    }

    @Bean
    ClientTransactions clientTransactions(TransactionalOperator transaction, DatabaseClient database) {
        return new R2dbcClientTransactions(transaction, database);
    }
}

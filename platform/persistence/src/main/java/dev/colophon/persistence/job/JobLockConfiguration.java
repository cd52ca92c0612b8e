package dev.colophon.persistence.job;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The job locks of a service, in its own schema. */
@Configuration(proxyBeanMethods = false)
public class JobLockConfiguration {

    @Bean
    JobLock jobLock(DatabaseClient database) {
        return new R2dbcJobLock(database);
    }
}

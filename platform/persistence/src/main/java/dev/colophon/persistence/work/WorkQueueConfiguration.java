package dev.colophon.persistence.work;

import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** The work queue of a service, in its own schema. */
@Configuration(proxyBeanMethods = false)
public class WorkQueueConfiguration {

    @Bean
    WorkQueue workQueue(DatabaseClient database) {
        return new R2dbcWorkQueue(database);
    }

    @Bean
    Sampling workQueueSampling(DatabaseClient database, MeterRegistry meters) {
        return new Sampling("work queues", new WorkQueueMetrics(database, meters).read());
    }
}

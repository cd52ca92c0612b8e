package dev.colophon.ops.dependency;

import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

/** Has every service tell whether it reaches database and broker, and whether its clock is right. */
@AutoConfiguration(
        afterName = {
            "dev.colophon.messaging.MessagingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration"
        })
public class DependencyAutoConfiguration {

    @Bean
    @ConditionalOnBean(ReactiveHealthContributorRegistry.class)
    Sampling dependencySampling(
            DatabaseClient database, ReactiveHealthContributorRegistry health, MeterRegistry meters, Clock clock) {
        if (!(health.getContributor("broker") instanceof ReactiveHealthIndicator broker)) {
            throw new IllegalStateException("nothing tells of the broker's health");
        }
        return Sampling.steady("database and broker", new DependencyMetrics(database, broker, meters, clock).read());
    }
}

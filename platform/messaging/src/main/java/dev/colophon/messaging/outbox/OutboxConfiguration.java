package dev.colophon.messaging.outbox;

import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.DatabaseProperties;
import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.r2dbc.core.DatabaseClient;

/** The outbox of a service and its relay. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxConfiguration {

    @Bean
    Outbox outbox(DatabaseClient database, Traces traces, Environment environment, Clock clock) {
        return new R2dbcOutbox(database, traces, environment.getRequiredProperty("spring.application.name"), clock);
    }

    @Bean(destroyMethod = "close")
    Producer<String, byte[]> eventProducer(ProducerFactory<?, ?> factory) {
        @SuppressWarnings("unchecked") // colophon-messaging.yaml names the serializers
        ProducerFactory<String, byte[]> typed = (ProducerFactory<String, byte[]>) factory;
        return typed.createNonTransactionalProducer();
    }

    @Bean
    OutboxRelay outboxRelay(
            DatabaseProperties database,
            OutboxProperties settings,
            @Qualifier("eventProducer") Producer<String, byte[]> producer,
            MeterRegistry meters) {
        return new OutboxRelay(database, settings, producer, meters);
    }

    @Bean
    Sampling outboxSampling(ClientTransactions transactions, DatabaseClient database, MeterRegistry meters) {
        return new Sampling("events in the outbox", new OutboxMetrics(transactions, database, meters).read());
    }

    @Bean
    OutboxFlush outboxFlush(OutboxRelay relay) {
        return new OutboxFlush(relay);
    }
}

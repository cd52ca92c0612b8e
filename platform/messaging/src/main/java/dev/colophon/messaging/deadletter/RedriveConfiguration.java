package dev.colophon.messaging.deadletter;

import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.persistence.job.ScheduledJob;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.telemetry.metric.Sampling;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Dead letters that can be looked at and tried again, in services that handle events. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(TopicHandlers.class)
@EnableConfigurationProperties(DeadLetterProperties.class)
public class RedriveConfiguration {

    @Bean
    DeadLetterStore deadLetterStore(DatabaseClient database, TransactionalOperator transaction) {
        return new DeadLetterStore(database, transaction);
    }

    @Bean
    DeadLetterListener deadLetterListener(DeadLetterStore store, Environment environment) {
        return new DeadLetterListener(store, service(environment));
    }

    @Bean
    LetterBox letterBox(ConsumerFactory<?, ?> factory) {
        @SuppressWarnings("unchecked") // colophon-messaging.yaml names the deserializers
        ConsumerFactory<String, byte[]> typed = (ConsumerFactory<String, byte[]>) factory;
        return new LetterBox(typed);
    }

    @Bean
    Redriver redriver(EventListenerSupport support, List<TopicHandlers> listeners, Environment environment) {
        return new Redriver(support, listeners, service(environment));
    }

    @Bean
    RedriveWorker redriveWorker(
            WorkQueue queue, DeadLetterStore store, LetterBox box, Redriver redriver, DeadLetterProperties settings) {
        return new RedriveWorker(queue, store, box, redriver, settings.poll());
    }

    @Bean
    DeadLetterDesk deadLetterDesk(
            DeadLetterStore store, LetterBox box, Redriver redriver, WorkQueue queue, DeadLetterProperties settings) {
        return new DeadLetterDesk(store, box, redriver, queue, settings);
    }

    @Bean
    Sampling deadLetterSampling(
            DeadLetterStore store, List<TopicHandlers> listeners, DeadLetterProperties settings, MeterRegistry meters) {
        List<String> topics =
                listeners.stream().map(one -> one.topic().topicName()).toList();
        return new Sampling("dead letters", settings.count(), new DeadLetterMetrics(store, topics, meters).read());
    }

    @Bean
    ScheduledJob deadLettersExpiry(DeadLetterStore store, Admin eventAdmin) {
        return new DeadLetterExpiry(store, eventAdmin);
    }

    private static String service(Environment environment) {
        return environment.getRequiredProperty("spring.application.name");
    }
}

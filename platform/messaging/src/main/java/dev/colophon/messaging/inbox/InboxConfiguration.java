package dev.colophon.messaging.inbox;

import dev.colophon.messaging.LiveTraffic;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.deadletter.DeadLetters;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.backoff.ExponentialBackOff;

/** Listeners of a service: what they share, and how long a batch is thrown back. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InboxProperties.class)
public class InboxConfiguration {

    /** Consumers of one name would share their metrics, of which all but the first one's are lost. */
    @Bean
    ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> consumerNames(
            KafkaProperties kafka) {
        return container -> {
            ContainerProperties properties = container.getContainerProperties();
            String[] topics = properties.getTopics();
            if (topics != null && topics.length == 1) {
                properties.setClientId(kafka.getClientId() + "-"
                        + topics[0].replace("colophon.", "").replace('.', '-'));
            }
        };
    }

    @Bean
    EventListenerSupport eventListenerSupport(
            ClientTransactions transactions,
            DatabaseClient database,
            DeadLetters deadLetters,
            Traces traces,
            LiveTraffic liveTraffic,
            InboxProperties settings,
            MeterRegistry meters,
            Clock clock) {
        InboxMetrics metrics = new InboxMetrics(meters, clock);
        return new EventListenerSupport(
                transactions, new Inbox(database), deadLetters, traces, liveTraffic, settings, metrics);
    }

    @Bean
    ScheduledJob handledEventsExpiry(DatabaseClient database, InboxProperties settings) {
        return ScheduledJob.counting(
                "handled-events-expiry",
                "Forgets handled events that no topic can deliver again",
                Schedule.every(Duration.ofHours(1)),
                "removed",
                database.sql("delete from processed_event"
                                + " where processed_at < clock_timestamp() - $1 * interval '1 second'")
                        .bind(0, settings.keep().toSeconds())
                        .fetch()
                        .rowsUpdated());
    }

    /** Only a broker or database that is away reaches the container: try for ever, at most ten seconds apart. */
    @Bean
    CommonErrorHandler forEver() {
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(10_000);
        DefaultErrorHandler handler = new DefaultErrorHandler(
                (rejected, cause) -> {
                    throw new IllegalStateException(
                            "a batch that waits for broker or database is never given up", cause);
                },
                backOff);
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new WaitingBatches());
        return handler;
    }
}

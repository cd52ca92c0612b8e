package dev.colophon.ops;

import dev.colophon.messaging.LiveTraffic;
import dev.colophon.messaging.deadletter.DeadLetterDesk;
import dev.colophon.messaging.topic.TopicAdmin;
import dev.colophon.ops.broker.BrokerView;
import dev.colophon.ops.deadletter.DeadLetterController;
import dev.colophon.ops.job.JobController;
import dev.colophon.ops.replay.LiveRequests;
import dev.colophon.ops.replay.ReplayController;
import dev.colophon.ops.status.StatusController;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;

/** Gives every service that consumes events its interface for operators, below {@code /api/v1/ops/<schema>}. */
@AutoConfiguration(
        afterName = {"dev.colophon.messaging.MessagingAutoConfiguration", "dev.colophon.web.WebAutoConfiguration"})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@Import({JobController.class, ReplayController.class, StatusController.class})
public class OpsAutoConfiguration {

    @Bean
    BrokerView brokerView(Admin eventAdmin, TopicAdmin topics, ConsumerFactory<?, ?> factory, Clock clock) {
        @SuppressWarnings("unchecked") // colophon-messaging.yaml names the deserializers
        ConsumerFactory<String, byte[]> typed = (ConsumerFactory<String, byte[]>) factory;
        return new BrokerView(eventAdmin, topics, typed, clock);
    }

    @Bean
    LiveRequests liveRequests(LiveTraffic live) {
        return new LiveRequests(live);
    }

    @Bean
    @ConditionalOnBean(DeadLetterDesk.class)
    DeadLetterController deadLetterController(DeadLetterDesk desk) {
        return new DeadLetterController(desk);
    }
}

package dev.colophon.messaging.topic;

import dev.colophon.persistence.job.ScheduledJob;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** Topics and the broker's health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicsProperties.class)
public class TopicsConfiguration {

    @Bean(destroyMethod = "close")
    Admin eventAdmin(KafkaAdmin configured) {
        Map<String, Object> configuration = new HashMap<>(configured.getConfigurationProperties());
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        return Admin.create(configuration);
    }

    @Bean
    TopicAdmin topicAdmin(Admin eventAdmin, TopicsProperties settings) {
        return new TopicAdmin(eventAdmin, settings);
    }

    @Bean
    TopicsInitializer topicsInitializer(TopicAdmin topics) {
        return new TopicsInitializer(topics);
    }

    @Bean
    ScheduledJob topicCheck(TopicAdmin topics, MeterRegistry meters) {
        return new TopicCheck(topics, meters);
    }

    @Bean
    HealthIndicator brokerHealthIndicator(Admin eventAdmin) {
        return new BrokerHealthIndicator(eventAdmin);
    }
}

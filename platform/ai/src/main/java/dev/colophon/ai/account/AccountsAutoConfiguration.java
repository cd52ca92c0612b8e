package dev.colophon.ai.account;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.kafka.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;

/** Lets a service know what its clients configured; it is out of service until it knows all of it. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnProperty("colophon.ai.accounts")
public class AccountsAutoConfiguration {

    @Bean
    ClientAccounts clientAccounts() {
        return new ClientAccounts();
    }

    @Bean
    ConfigurationFollower configurationFollower(ConsumerFactory<?, ?> configured, ClientAccounts accounts) {
        Map<String, Object> properties = new HashMap<>(configured.getConfigurationProperties());
        properties
                .keySet()
                .removeAll(Set.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "configuration-" + UUID.randomUUID());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new ConfigurationFollower(() -> new KafkaConsumer<>(properties), accounts);
    }

    @Bean
    HealthIndicator configurationHealthIndicator(ConfigurationFollower follower) {
        return () -> follower.isCaughtUp()
                ? Health.up().build()
                : Health.outOfService().withDetail("state", "reading").build();
    }
}

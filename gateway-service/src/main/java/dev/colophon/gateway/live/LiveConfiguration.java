package dev.colophon.gateway.live;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Listener containers that begin with what comes next and leave no trace at the broker. They take ten times a second what there
 * is, and not every event for itself, for most of it nobody reads.
 */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    private static final long BETWEEN_POLLS_MILLIS = 100;

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, byte[]> liveListenerContainers(KafkaProperties kafka) {
        Map<String, Object> settings = kafka.buildConsumerProperties(null);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
        factory.setBatchListener(true);
        ContainerProperties container = factory.getContainerProperties();
        container.setAckMode(ContainerProperties.AckMode.MANUAL);
        container.setMissingTopicsFatal(false);
        container.setIdleBetweenPolls(BETWEEN_POLLS_MILLIS);
        return factory;
    }
}

package dev.colophon.testing;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/** What tests are given beside the service's own beans. */
@TestConfiguration(proxyBeanMethods = false)
class TestBeans {

    @Bean
    EventsProbe eventsProbe(
            Producer<String, byte[]> eventProducer, ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
        return new EventsProbe(eventProducer, () -> listeners.stream()
                .flatMap(registry -> registry.getListenerContainers().stream())
                .toList());
    }

    /** Whatever a test makes a service tell is declared. */
    @Bean
    DeclaredMeters declaredMeters() {
        return new DeclaredMeters();
    }
}

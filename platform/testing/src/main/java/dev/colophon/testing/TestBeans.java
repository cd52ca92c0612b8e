package dev.colophon.testing;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What tests are given beside the service's own beans. */
@TestConfiguration(proxyBeanMethods = false)
class TestBeans {

    @Bean
    EventsProbe eventsProbe(Producer<String, byte[]> eventProducer) {
        return new EventsProbe(eventProducer);
    }

    /** Whatever a test makes a service tell is declared. */
    @Bean
    DeclaredMeters declaredMeters() {
        return new DeclaredMeters();
    }
}

package dev.colophon.messaging.deadletter;

import dev.colophon.messaging.topic.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Dead letters of a service. */
@Configuration(proxyBeanMethods = false)
public class DeadLetterConfiguration {

    @Bean
    DeadLetters deadLetters(
            Producer<String, byte[]> eventProducer, TopicAdmin topics, MeterRegistry meters, Clock clock) {
        return new DeadLetters(eventProducer, topics, meters, clock);
    }
}

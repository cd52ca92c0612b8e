package dev.colophon.messaging;

import dev.colophon.messaging.deadletter.DeadLetterConfiguration;
import dev.colophon.messaging.deadletter.RedriveConfiguration;
import dev.colophon.messaging.inbox.InboxConfiguration;
import dev.colophon.messaging.outbox.OutboxConfiguration;
import dev.colophon.messaging.replay.ReplayConfiguration;
import dev.colophon.messaging.topic.TopicsConfiguration;
import dev.colophon.persistence.PersistenceAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.kafka.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Gives every service its outbox, inbox, dead letters, topics and traces. */
@AutoConfiguration(
        after = {PersistenceAutoConfiguration.class, KafkaAutoConfiguration.class},
        afterName = "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration")
@Import({
    OutboxConfiguration.class,
    InboxConfiguration.class,
    DeadLetterConfiguration.class,
    RedriveConfiguration.class,
    TopicsConfiguration.class,
    ReplayConfiguration.class
})
public class MessagingAutoConfiguration {

    @Bean
    Traces traces(ObjectProvider<ObservationRegistry> observations) {
        return new Traces(observations.getIfAvailable(ObservationRegistry::create));
    }

    @Bean
    LiveTraffic liveTraffic() {
        return new LiveTraffic(System::nanoTime);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}

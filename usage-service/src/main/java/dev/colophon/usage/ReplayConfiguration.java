package dev.colophon.usage;

import dev.colophon.events.Topic;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.messaging.replay.HandlersReplay;
import dev.colophon.messaging.replay.Replayable;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What can be replayed here: handling an event again comes to the same. */
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    Replayable replayedUsage(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.USAGE, listeners);
    }

    @Bean
    Replayable replayedConfiguration(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.CONFIGURATION, listeners);
    }
}

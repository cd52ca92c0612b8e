package dev.colophon.etl;

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
    Replayable replayedProjects(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.PROJECTS, listeners);
    }

    @Bean
    Replayable replayedSources(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.SOURCES, listeners);
    }
}

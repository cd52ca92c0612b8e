package dev.colophon.embedding;

import dev.colophon.events.Topic;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.messaging.replay.HandlersReplay;
import dev.colophon.messaging.replay.Replayable;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is replayed by handling it again: tags, of which the latest stay, and projects that are gone. */
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    Replayable metadataReplay(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.METADATA, listeners);
    }

    @Bean
    Replayable projectsReplay(List<TopicHandlers> listeners) {
        return HandlersReplay.of(Topic.PROJECTS, listeners);
    }
}

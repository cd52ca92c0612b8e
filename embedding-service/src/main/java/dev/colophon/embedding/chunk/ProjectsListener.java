package dev.colophon.embedding.chunk;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hears of projects that are gone, and forgets what was derived from their items. */
@Component
class ProjectsListener implements TopicHandlers {

    private static final String CONSUMER = "embedding-service";

    private final EventListenerSupport support;
    private final EventHandlers handlers;

    ProjectsListener(EventListenerSupport support, ItemIntake intake) {
        this.support = support;
        this.handlers = EventHandlers.builder()
                .on(ProjectDeleted.class, events -> removeAll(intake, events))
                .build();
    }

    @KafkaListener(topics = "colophon.projects", groupId = CONSUMER)
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle(CONSUMER, records, this);
    }

    @Override
    public Topic topic() {
        return Topic.PROJECTS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    private static Mono<Void> removeAll(ItemIntake intake, List<Event<ProjectDeleted>> events) {
        return Flux.fromIterable(events)
                .map(Event::payload)
                .concatMap(project -> intake.removeProject(project.clientId().value(), project.projectId()))
                .then();
    }
}

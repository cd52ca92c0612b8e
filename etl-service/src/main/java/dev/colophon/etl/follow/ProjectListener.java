package dev.colophon.etl.follow;

import dev.colophon.etl.item.Items;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Follows which projects there are; a deleted one takes its sources and items with it. */
@Component
class ProjectListener implements TopicHandlers {

    private static final String CONSUMER = "etl-service";

    private final EventListenerSupport support;
    private final ProjectRefs projects;
    private final Items items;
    private final EventHandlers handlers = EventHandlers.builder()
            .on(
                    ProjectCreated.class,
                    events -> add(events, event -> event.payload().projectId()))
            .on(
                    ProjectUpdated.class,
                    events -> add(events, event -> event.payload().projectId()))
            .on(ProjectDeleted.class, this::deleted)
            .build();

    ProjectListener(EventListenerSupport support, ProjectRefs projects, Items items) {
        this.support = support;
        this.projects = projects;
        this.items = items;
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

    private <E extends Event<?>> Mono<Void> add(List<E> events, Function<E, UUID> projectId) {
        return projects.add(
                events.get(0).clientId().value(),
                events.stream().map(projectId).distinct().toList());
    }

    private Mono<Void> deleted(List<Event<ProjectDeleted>> events) {
        return Flux.fromIterable(events)
                .map(event -> event.payload())
                .concatMap(deleted -> items.removeOfProject(deleted.clientId().value(), deleted.projectId())
                        .then(projects.remove(deleted.clientId().value(), deleted.projectId())))
                .then();
    }
}

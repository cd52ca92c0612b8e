package dev.colophon.metadata.generation;

import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.metadata.content.RefreshPolicy;
import dev.colophon.metadata.generation.GenerationRequests.Reason;
import dev.colophon.metadata.project.CreationRequest;
import dev.colophon.metadata.project.ProjectText;
import dev.colophon.persistence.work.WorkQueue;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hears of projects: new and changed ones get metadata, work about deleted ones is dropped. */
@Component
class ProjectsListener implements TopicHandlers {

    private final EventListenerSupport support;
    private final EventHandlers handlers;
    private final GenerationRequests requests;
    private final GenerationStore store;
    private final Outbox outbox;
    private final WorkQueue queue;

    ProjectsListener(
            EventListenerSupport support,
            GenerationRequests requests,
            GenerationStore store,
            Outbox outbox,
            WorkQueue queue) {
        this.support = support;
        this.requests = requests;
        this.store = store;
        this.outbox = outbox;
        this.queue = queue;
        this.handlers = EventHandlers.builder()
                .on(ProjectCreated.class, this::created)
                .on(ProjectUpdated.class, this::updated)
                .on(ProjectDeleted.class, this::deleted)
                .build();
    }

    @KafkaListener(topics = "colophon.projects", groupId = "metadata-service")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle("metadata-service", records, this);
    }

    @Override
    public Topic topic() {
        return Topic.PROJECTS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    /** The state says queued since the project was created; this sets the work going. */
    private Mono<Void> created(List<Event<ProjectCreated>> events) {
        List<OutgoingEvent> wanted = events.stream()
                .filter(event -> event.payload().autoMetadata() && saysSomething(event.payload()))
                .map(ProjectsListener::requested)
                .toList();
        return wanted.isEmpty() ? Mono.empty() : outbox.append(wanted);
    }

    private static boolean saysSomething(ProjectCreated created) {
        return new ProjectText(created.name(), created.description(), created.content()).saysSomething();
    }

    private static OutgoingEvent requested(Event<ProjectCreated> event) {
        ProjectCreated created = event.payload();
        MetadataRequested requested = new MetadataRequested(
                created.clientId(), created.projectId(), CreationRequest.idFor(created.projectId()), false, "created");
        return new OutgoingEvent(Ids.newId(), requested, event.id(), event.traceparent());
    }

    private Mono<Void> updated(List<Event<ProjectUpdated>> events) {
        return Flux.fromIterable(events)
                .filter(event -> event.payload().autoMetadata())
                .concatMap(this::refreshIfOutdated)
                .then();
    }

    private Mono<Void> refreshIfOutdated(Event<ProjectUpdated> event) {
        UUID projectId = event.payload().projectId();
        return store.lock(projectId)
                .zipWhen(known -> store.text(projectId))
                .filter(found -> found.getT2().saysSomething()
                        && !found.getT2().hash().equals(found.getT1().textHash()))
                .flatMap(found -> requests.change(
                        event.clientId().value(), projectId, found.getT1().state(), Reason.UPDATED, event))
                .then();
    }

    private Mono<Void> deleted(List<Event<ProjectDeleted>> events) {
        List<UUID> projects =
                events.stream().map(event -> event.payload().projectId()).toList();
        return queue.cancel(GenerationQueue.NAME, projects).then(queue.cancel(RefreshPolicy.QUEUE, projects));
    }
}

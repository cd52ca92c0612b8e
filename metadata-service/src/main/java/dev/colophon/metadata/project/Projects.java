package dev.colophon.metadata.project;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes projects: the change and the event that tells of it are one transaction. */
@Component
class Projects {

    private static final Logger LOG = LoggerFactory.getLogger(Projects.class);

    private final ClientTransactions transactions;
    private final ProjectStore store;
    private final Outbox outbox;
    private final Clock clock;

    Projects(ClientTransactions transactions, ProjectStore store, Outbox outbox, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Creates a project; its metadata is queued from the start where it is wanted and there is something to go by. */
    Mono<Project> create(UUID clientId, ProjectText text, boolean autoMetadata) {
        UUID id = Ids.newId();
        Instant now = now();
        boolean queued = autoMetadata && text.saysSomething();
        MetadataStatus status = queued ? MetadataStatus.QUEUED : MetadataStatus.NONE;
        Project project =
                new Project(id, text.name(), text.description(), text.content(), autoMetadata, status, null, now, now);
        ProjectCreated created = new ProjectCreated(
                new ClientId(clientId),
                id,
                text.name(),
                text.description(),
                EventText.bounded(text.content()),
                autoMetadata,
                now);
        Mono<Void> work = store.insert(clientId, project, queued ? CreationRequest.idFor(id) : null)
                .then(outbox.append(created));
        return transactions
                .inClient(clientId, work.thenReturn(project))
                .doOnNext(done -> LOG.info("project {} of client {} created", id, clientId));
    }

    /** Empty where the client has no such project. */
    Mono<Project> find(UUID clientId, UUID id) {
        return transactions.inClient(clientId, store.find(id));
    }

    /** Newest first, from after the cursor. */
    Mono<List<ProjectEntry>> list(UUID clientId, ProjectFilter filter, @Nullable Cursor after, int limit) {
        return transactions.inClient(clientId, store.list(filter, after, limit));
    }

    /**
     * Replaces what is given and leaves the rest.
     *
     * @param check is asked before anything is written and refuses by throwing
     */
    Mono<Project> change(UUID clientId, UUID id, ChangeProject change, Consumer<ProjectText> check) {
        return transactions
                .inClient(clientId, store.findToChange(id).flatMap(project -> {
                    ProjectText text = project.text().with(change.name(), change.description(), change.content());
                    check.accept(text);
                    return write(clientId, changed(project, text, change.autoMetadata()));
                }))
                .doOnNext(done -> LOG.info("project {} of client {} updated", id, clientId));
    }

    /** Deletes a project with all that was derived from it, and takes its metadata out of the log. */
    Mono<Boolean> delete(UUID clientId, UUID id) {
        ProjectDeleted deleted = new ProjectDeleted(new ClientId(clientId), id, now());
        Mono<Void> tell =
                outbox.append(deleted).then(outbox.tombstones(Topic.METADATA, List.of(deleted.key()), clientId));
        return transactions
                .inClient(clientId, store.delete(id).flatMap(found -> found ? tell.thenReturn(true) : Mono.just(false)))
                .doOnNext(found -> LOG.info("project {} of client {} deleted: {}", id, clientId, found));
    }

    private Mono<Project> write(UUID clientId, Project project) {
        ProjectUpdated updated = new ProjectUpdated(
                new ClientId(clientId),
                project.id(),
                project.name(),
                project.description(),
                EventText.bounded(project.content()),
                project.autoMetadata(),
                project.updatedAt());
        return store.update(project).then(outbox.append(updated)).thenReturn(project);
    }

    private Project changed(Project project, ProjectText text, @Nullable Boolean autoMetadata) {
        return new Project(
                project.id(),
                text.name(),
                text.description(),
                text.content(),
                autoMetadata == null ? project.autoMetadata() : autoMetadata,
                project.metadataStatus(),
                project.meta(),
                project.createdAt(),
                now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

package dev.colophon.metadata.generation;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.metadata.content.DigestStore;
import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.draft.Authorship;
import dev.colophon.metadata.draft.DraftWriter;
import dev.colophon.metadata.generation.GenerationRequests.Reason;
import dev.colophon.metadata.generation.RegenerationStore.Found;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes metadata anew for replays. A project keeps its metadata and its state until a worker takes its work up: work that
 * is held or dropped leaves nothing behind, and whoever asks for metadata meanwhile is served as ever. Every call runs in a
 * transaction of the client.
 */
@Component
public class Regenerations {

    private static final Logger LOG = LoggerFactory.getLogger(Regenerations.class);

    /**
     * A project to write about.
     *
     * @param anew whether nothing has changed, so that a kept result is of no use
     */
    public record Due(UUID projectId, ProjectContent content, boolean anew) {}

    private final RegenerationStore store;
    private final DigestStore digests;
    private final DraftWriter drafts;
    private final Outbox outbox;
    private final WorkQueue queue;
    private final Traces traces;

    Regenerations(
            RegenerationStore store,
            DigestStore digests,
            DraftWriter drafts,
            Outbox outbox,
            WorkQueue queue,
            Traces traces) {
        this.store = store;
        this.digests = digests;
        this.drafts = drafts;
        this.outbox = outbox;
        this.queue = queue;
        this.traces = traces;
    }

    /** The request that a replay's work about a project answers. */
    static UUID requestId(UUID projectId, UUID replayId) {
        return Ids.derived("metadata-request", projectId.toString(), replayId.toString());
    }

    /** What there is to write; changes nothing. */
    public Flux<Due> due(UUID clientId, Collection<UUID> projects, boolean force) {
        return drafts.author(new ClientId(clientId)).flatMapMany(author -> store.find(projects)
                .filter(found -> ReplayRule.hasWork(found.standing(), author, force))
                .collectList()
                .flatMapIterable(found -> found)
                .concatMap(found -> digests.read(found.projectId(), found.text())
                        .map(content ->
                                new Due(found.projectId(), content, force && repeats(found, content, author)))));
    }

    /** Queues what there is to write, and tells of which projects that is. */
    public Mono<Set<UUID>> queue(UUID clientId, UUID replayId, Collection<UUID> projects, boolean force) {
        return drafts.author(new ClientId(clientId))
                .flatMapMany(author ->
                        store.lock(projects).filter(found -> ReplayRule.hasWork(found.standing(), author, force)))
                .map(Found::projectId)
                .collect(Collectors.toSet())
                .delayUntil(worked -> worked.isEmpty() ? Mono.empty() : enqueue(clientId, replayId, worked, force));
    }

    private Mono<Void> enqueue(UUID clientId, UUID replayId, Set<UUID> projects, boolean force) {
        return Mono.deferContextual(context -> {
            String trace = traces.traceparent(context);
            List<WorkRequest> work = projects.stream()
                    .map(project -> work(clientId, project, trace))
                    .toList();
            List<OutgoingEvent> told = projects.stream()
                    .map(project -> OutgoingEvent.of(requested(clientId, replayId, project, force)))
                    .toList();
            LOG.info("metadata of {} projects of client {} queued for replay {}", projects.size(), clientId, replayId);
            return (force ? store.writeAnew(projects, replayId) : Mono.<Void>empty())
                    .then(queue.enqueue(work))
                    .then(outbox.append(told));
        });
    }

    private static boolean repeats(Found found, ProjectContent content, Authorship author) {
        ReplayRule.Writing writing = found.standing().writing();
        return writing != null
                && writing.isBy(author)
                && new GenerationRun.Source(found.text().hash(), content.revision()).equals(found.writtenFrom());
    }

    private static WorkRequest work(UUID clientId, UUID projectId, @Nullable String trace) {
        return new WorkRequest(GenerationQueue.NAME, clientId, projectId, WorkRequest.BACKFILL, Duration.ZERO, trace);
    }

    private static MetadataRequested requested(UUID clientId, UUID replayId, UUID projectId, boolean force) {
        return new MetadataRequested(
                new ClientId(clientId), projectId, requestId(projectId, replayId), force, Reason.REPLAYED.wireName());
    }
}

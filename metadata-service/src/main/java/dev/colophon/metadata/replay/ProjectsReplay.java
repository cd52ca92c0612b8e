package dev.colophon.metadata.replay;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.messaging.replay.PlannedWork;
import dev.colophon.messaging.replay.ReplayRun;
import dev.colophon.messaging.replay.Replayable;
import dev.colophon.metadata.generation.Regenerations;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Metadata of the projects that a replay comes upon, each once, is written anew where it would come out otherwise. */
@Component
class ProjectsReplay implements Replayable {

    private final Regenerations regenerations;
    private final Estimate estimate;

    ProjectsReplay(Regenerations regenerations, Estimate estimate) {
        this.regenerations = regenerations;
        this.estimate = estimate;
    }

    @Override
    public Topic topic() {
        return Topic.PROJECTS;
    }

    @Override
    public Set<Class<? extends EventPayload>> types() {
        return Set.of(ProjectCreated.class, ProjectUpdated.class);
    }

    @Override
    public boolean isPaidFor() {
        return true;
    }

    @Override
    public Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return run.firstTime(projects(events))
                .flatMap(fresh -> estimate.of(clientId, fresh, run.force()))
                .map(due -> new PlannedWork(events.size() - due.projects().size(), due.calls()));
    }

    @Override
    public Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return run.firstTime(projects(events))
                .flatMap(fresh -> fresh.isEmpty()
                        ? Mono.just(fresh)
                        : regenerations.queue(clientId, run.id(), fresh, run.force()))
                .map(worked -> new PlannedWork(events.size() - worked.size(), List.of()));
    }

    private static Set<UUID> projects(List<Event<?>> events) {
        return events.stream().map(Event::payload).map(ProjectsReplay::project).collect(Collectors.toSet());
    }

    private static UUID project(EventPayload payload) {
        if (payload instanceof ProjectCreated created) {
            return created.projectId();
        }
        if (payload instanceof ProjectUpdated updated) {
            return updated.projectId();
        }
        throw new IllegalArgumentException(
                "not asked for: " + payload.getClass().getSimpleName());
    }
}

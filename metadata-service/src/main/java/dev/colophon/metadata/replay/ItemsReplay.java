package dev.colophon.metadata.replay;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.replay.PlannedWork;
import dev.colophon.messaging.replay.ReplayRun;
import dev.colophon.messaging.replay.Replayable;
import dev.colophon.metadata.content.Excerpts;
import dev.colophon.metadata.generation.Regenerations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Items that a replay comes upon are kept where they are newer than what is kept of them; their projects' metadata, each
 * once, is written anew where it would come out otherwise. What new items are worth is judged as ever, when they have
 * settled.
 */
@Component
class ItemsReplay implements Replayable {

    private final Excerpts excerpts;
    private final Regenerations regenerations;
    private final Estimate estimate;

    ItemsReplay(Excerpts excerpts, Regenerations regenerations, Estimate estimate) {
        this.excerpts = excerpts;
        this.regenerations = regenerations;
        this.estimate = estimate;
    }

    @Override
    public Topic topic() {
        return Topic.ITEMS;
    }

    @Override
    public Set<Class<? extends EventPayload>> types() {
        return Set.of(ItemCaptured.class, ItemRemoved.class);
    }

    @Override
    public boolean isPaidFor() {
        return true;
    }

    /** Items that are not known here yet count, but not what writing about them would take. */
    @Override
    public Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return excerpts.countNew(events)
                .zipWith(run.firstTime(projects(events)).flatMap(fresh -> estimate.of(clientId, fresh, run.force())))
                .map(found -> new PlannedWork(
                        unchanged(
                                events, found.getT1(), found.getT2().projects().size()),
                        found.getT2().calls()));
    }

    @Override
    public Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return excerpts.keepAgain(events).flatMap(changed -> run.firstTime(projects(events))
                .flatMap(fresh -> fresh.isEmpty()
                        ? Mono.just(fresh)
                        : regenerations.queue(clientId, run.id(), fresh, run.force()))
                .flatMap(worked -> lookAtOthers(clientId, changed.projects(), worked)
                        .thenReturn(new PlannedWork(unchanged(events, changed.items(), worked.size()), List.of()))));
    }

    private Mono<Void> lookAtOthers(UUID clientId, Set<UUID> changed, Set<UUID> worked) {
        Set<UUID> others = new HashSet<>(changed);
        others.removeAll(worked);
        return others.isEmpty() ? Mono.empty() : excerpts.haveLookedAt(clientId, others, null);
    }

    private static long unchanged(List<Event<?>> events, long items, long projects) {
        return Math.max(0, events.size() - Math.max(items, projects));
    }

    private static Set<UUID> projects(List<Event<?>> events) {
        return events.stream().map(Event::payload).map(ItemsReplay::project).collect(Collectors.toSet());
    }

    private static UUID project(EventPayload payload) {
        if (payload instanceof ItemCaptured captured) {
            return captured.projectId();
        }
        if (payload instanceof ItemRemoved removed) {
            return removed.projectId();
        }
        throw new IllegalArgumentException(
                "not asked for: " + payload.getClass().getSimpleName());
    }
}

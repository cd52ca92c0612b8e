package dev.colophon.metadata.replay;

import dev.colophon.events.ClientId;
import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.metadata.draft.DraftWriter;
import dev.colophon.metadata.draft.PlannedDraft;
import dev.colophon.metadata.generation.Regenerations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What writing about projects will take, found out by the very questions that would be asked. */
@Component
class Estimate {

    /**
     * What is due.
     *
     * @param projects to write about
     */
    record Due(Set<UUID> projects, List<PlannedCalls> calls) {}

    private final Regenerations regenerations;
    private final DraftWriter drafts;

    Estimate(Regenerations regenerations, DraftWriter drafts) {
        this.regenerations = regenerations;
        this.drafts = drafts;
    }

    Mono<Due> of(UUID clientId, Collection<UUID> projects, boolean force) {
        if (projects.isEmpty()) {
            return Mono.just(new Due(Set.of(), List.of()));
        }
        return regenerations
                .due(clientId, projects, force)
                .concatMap(due -> drafts.plan(new ClientId(clientId), due.projectId(), due.content(), due.anew())
                        .map(draft -> new Planned(due.projectId(), draft)))
                .collectList()
                .map(planned -> added(clientId, planned));
    }

    private record Planned(UUID projectId, PlannedDraft draft) {}

    /** Equal questions are asked once: whoever comes second is served by what was kept of the first. */
    private static Due added(UUID clientId, List<Planned> planned) {
        Set<String> asked = new HashSet<>();
        Set<UUID> projects = new HashSet<>();
        List<PlannedCalls> calls = new ArrayList<>();
        for (Planned one : planned) {
            projects.add(one.projectId());
            boolean kept = one.draft().kept() || !asked.add(one.draft().question());
            calls.add(call(clientId, one.draft(), kept));
        }
        return new Due(projects, CallSums.of(calls));
    }

    private static PlannedCalls call(UUID clientId, PlannedDraft draft, boolean kept) {
        return new PlannedCalls(
                clientId,
                DraftWriter.OPERATION,
                draft.model().provider(),
                draft.model().model(),
                draft.model().integrationId(),
                1,
                kept ? 1 : 0,
                kept ? 0 : draft.inputTokens(),
                draft.maxOutputTokens());
    }
}

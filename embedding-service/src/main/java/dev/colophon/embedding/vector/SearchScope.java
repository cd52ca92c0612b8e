package dev.colophon.embedding.vector;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where to look. Client and model are never open: nobody sees another client's chunks, and vectors of two models are
 * never compared.
 *
 * @param projectId only in this project
 * @param projects only in one of these; empty for all
 * @param kinds only items of these kinds; empty for all
 * @param from only items that occurred then or later; with either bound, none whose time is not known
 * @param to only items that occurred before
 * @param exceptItem not in this item
 * @param exceptProject not in this project
 */
public record SearchScope(
        UUID clientId,
        String model,
        @Nullable UUID projectId,
        Set<UUID> projects,
        Set<String> kinds,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable UUID exceptItem,
        @Nullable UUID exceptProject) {

    public SearchScope {
        projects = Set.copyOf(projects);
        kinds = Set.copyOf(kinds);
    }

    public static SearchScope of(UUID clientId, String model) {
        return new SearchScope(clientId, model, null, Set.of(), Set.of(), null, null, null, null);
    }

    public SearchScope in(@Nullable UUID project, Set<String> ofKinds) {
        return new SearchScope(clientId, model, project, projects, ofKinds, from, to, exceptItem, exceptProject);
    }

    public SearchScope amongProjects(Set<UUID> some) {
        return new SearchScope(clientId, model, projectId, some, kinds, from, to, exceptItem, exceptProject);
    }

    public SearchScope between(@Nullable Instant first, @Nullable Instant end) {
        return new SearchScope(clientId, model, projectId, projects, kinds, first, end, exceptItem, exceptProject);
    }

    public SearchScope withoutItem(UUID item) {
        return new SearchScope(clientId, model, projectId, projects, kinds, from, to, item, exceptProject);
    }

    public SearchScope withoutProject(UUID project) {
        return new SearchScope(clientId, model, projectId, projects, kinds, from, to, exceptItem, project);
    }
}

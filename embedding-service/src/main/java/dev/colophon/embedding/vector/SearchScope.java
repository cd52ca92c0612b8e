package dev.colophon.embedding.vector;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where to look. Client and model are never open: nobody sees another client's chunks, and vectors of two models are
 * never compared.
 *
 * @param projectId only in this project
 * @param kinds only items of these kinds; empty for all
 * @param exceptItem not in this item
 * @param exceptProject not in this project
 */
public record SearchScope(
        UUID clientId,
        String model,
        @Nullable UUID projectId,
        Set<String> kinds,
        @Nullable UUID exceptItem,
        @Nullable UUID exceptProject) {

    public SearchScope {
        kinds = Set.copyOf(kinds);
    }

    public static SearchScope of(UUID clientId, String model) {
        return new SearchScope(clientId, model, null, Set.of(), null, null);
    }

    public SearchScope in(@Nullable UUID project, Set<String> ofKinds) {
        return new SearchScope(clientId, model, project, ofKinds, exceptItem, exceptProject);
    }

    public SearchScope withoutItem(UUID item) {
        return new SearchScope(clientId, model, projectId, kinds, item, exceptProject);
    }

    public SearchScope withoutProject(UUID project) {
        return new SearchScope(clientId, model, projectId, kinds, exceptItem, project);
    }
}

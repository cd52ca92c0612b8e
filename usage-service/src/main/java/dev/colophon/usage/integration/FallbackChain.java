package dev.colophon.usage.integration;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether one integration may fall back to another: a chain ends, and each link can do what the first was asked for. */
final class FallbackChain {

    /** More hops than this help nobody and keep a caller waiting. */
    static final int MAX_HOPS = 5;

    private FallbackChain() {}

    /**
     * Why {@code integration} may not fall back to where it does; empty where it may.
     *
     * @param others the client's integrations by id; that of {@code integration} itself, if there, is not looked at
     */
    static Optional<String> refusal(Integration integration, Map<UUID, Integration> others) {
        UUID next = integration.fallbackIntegrationId();
        if (next == null) {
            return Optional.empty();
        }
        Set<UUID> seen = new HashSet<>(Set.of(integration.id()));
        Integration target = others.get(next);
        if (next.equals(integration.id())) {
            return Optional.of("must not be the integration itself");
        }
        if (target == null) {
            return Optional.of("there is no such integration");
        }
        if (!target.subtype().standsInFor(integration.subtype())) {
            return Optional.of("is for " + target.subtype().wireName() + " and cannot stand in for "
                    + integration.subtype().wireName());
        }
        if (differ(integration.dimensions(), target.dimensions())) {
            return Optional.of("makes vectors of " + target.dimensions() + " numbers instead of "
                    + integration.dimensions() + ", which cannot be compared");
        }
        while (target != null) {
            if (!seen.add(target.id())) {
                return Optional.of("would make a cycle of fallbacks");
            }
            if (seen.size() > MAX_HOPS + 1) {
                return Optional.of("would make a chain of more than " + MAX_HOPS + " fallbacks");
            }
            UUID further = target.fallbackIntegrationId();
            if (integration.id().equals(further)) {
                return Optional.of("would make a cycle of fallbacks");
            }
            target = further == null ? null : others.get(further);
        }
        return Optional.empty();
    }

    private static boolean differ(@Nullable Integer one, @Nullable Integer other) {
        return one != null && other != null && !one.equals(other);
    }
}

package dev.colophon.ai.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one client configured, as a whole; never changed, only replaced. */
record ClientAccount(Map<UUID, Integration> integrations, Map<String, UUID> models, Policies policies) {

    static final ClientAccount NONE = new ClientAccount(Map.of(), Map.of(), Policies.DEFAULT);

    private static final String DEFAULT = "default";

    ClientAccount {
        integrations = Map.copyOf(integrations);
        models = Map.copyOf(models);
    }

    ClientAccount with(UUID id, @Nullable Integration integration) {
        Map<UUID, Integration> changed = new HashMap<>(integrations);
        if (integration == null) {
            changed.remove(id);
        } else {
            changed.put(id, integration);
        }
        return new ClientAccount(changed, models, policies);
    }

    ClientAccount withModels(Map<String, UUID> changed) {
        return new ClientAccount(integrations, changed, policies);
    }

    ClientAccount withPolicies(Policies changed) {
        return new ClientAccount(integrations, models, changed);
    }

    /** The account chosen for the operation and its fallbacks, each once, the active ones that can do it. */
    List<Integration> chain(String operation) {
        UUID first = models.getOrDefault(operation, models.get(DEFAULT));
        return first == null ? List.of() : chain(first, operation);
    }

    private List<Integration> chain(UUID first, String operation) {
        List<Integration> chain = new ArrayList<>();
        Set<UUID> seen = new LinkedHashSet<>();
        UUID next = first;
        while (next != null && seen.add(next)) {
            Integration integration = integrations.get(next);
            if (integration == null) {
                break;
            }
            if (can(integration, operation)) {
                chain.add(integration);
            }
            next = integration.fallbackIntegrationId();
        }
        return List.copyOf(chain);
    }

    /** As {@link ClientAccounts#named}. */
    List<Integration> named(String model, String operation) {
        UUID chosen = models.getOrDefault(operation, models.get(DEFAULT));
        return integrations.values().stream()
                .filter(integration -> can(integration, operation))
                .filter(integration ->
                        isCalled(integration, model) || integration.modelName().equals(model))
                .min(Comparator.comparing((Integration integration) -> !isCalled(integration, model))
                        .thenComparing(integration -> !integration.id().equals(chosen))
                        .thenComparing(Integration::id))
                .map(integration -> chain(integration.id(), operation))
                .orElse(List.of());
    }

    private static boolean isCalled(Integration integration, String name) {
        return integration.name().equals(name) || integration.id().toString().equals(name);
    }

    private static boolean can(Integration integration, String operation) {
        boolean able = "embedding".equals(operation) ? integration.embeds() : integration.chats();
        return integration.active() && able;
    }
}

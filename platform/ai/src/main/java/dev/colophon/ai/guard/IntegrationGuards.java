package dev.colophon.ai.guard;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.PerformanceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The guards of each integration, named {@code integration-<id>}, set from its performance settings: made when it is first
 * asked, made anew when the settings change. Thread-safe.
 */
public final class IntegrationGuards {

    private record Held(Integration integration, ProviderGuards guards) {

        boolean isSetBy(PerformanceSettings settings) {
            return integration.performance().equals(settings);
        }
    }

    /** An integration that was asked already, with its guards. */
    record Guarded(Integration integration, ProviderGuards guards) {}

    private final GuardFactory factory;
    private final GuardLimits defaults;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();

    public IntegrationGuards(GuardFactory factory, GuardLimits defaults) {
        this.factory = factory;
        this.defaults = defaults;
    }

    public ProviderGuards of(Integration integration) {
        PerformanceSettings settings = integration.performance();
        Held now = held.get(integration.id());
        if (now != null && now.isSetBy(settings)) {
            return now.guards();
        }
        return held.compute(
                        integration.id(),
                        (id, before) -> before != null && before.isSetBy(settings)
                                ? before
                                : new Held(integration, factory.make(name(id), limits(settings))))
                .guards();
    }

    /** Forgets the guards of an integration that is no longer there. */
    public void forget(UUID integrationId) {
        if (held.remove(integrationId) != null) {
            factory.forget(name(integrationId));
        }
    }

    /** All that were asked already. */
    List<Guarded> all() {
        return held.values().stream()
                .map(each -> new Guarded(each.integration(), each.guards()))
                .toList();
    }

    /** For health: names with states. */
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        held.values()
                .forEach(each -> states.put(each.guards().name(), each.guards().state()));
        return states;
    }

    private static String name(UUID id) {
        return "integration-" + id;
    }

    private GuardLimits limits(PerformanceSettings settings) {
        Optional<Integer> perMinute = Optional.ofNullable(settings.requestsPerMinute());
        return new GuardLimits(
                Optional.ofNullable(settings.timeout()).orElse(defaults.timeout()),
                Optional.ofNullable(settings.maxAttempts()).orElse(defaults.maxAttempts()),
                defaults.firstBackoff(),
                defaults.longestWait(),
                perMinute.orElse(defaults.requests()),
                perMinute.isPresent() ? Duration.ofMinutes(1) : defaults.period(),
                settings.tokensPerMinute(),
                Optional.ofNullable(settings.maxConcurrent()).orElse(defaults.concurrency()),
                Optional.ofNullable(settings.circuitFailureRate())
                        .map(Double::floatValue)
                        .orElse(defaults.circuitFailureRate()),
                defaults.openCircuitFor());
    }
}

package dev.colophon.ai.guard;

import dev.colophon.ai.guard.IntegrationGuards.Guarded;
import dev.colophon.ops.provider.ProviderState;
import dev.colophon.ops.provider.ProviderStates;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells operators how providers are doing, from the circuits that guard them. */
final class GuardStates implements ProviderStates {

    private final GuardFactory factory;
    private final IntegrationGuards integrations;

    GuardStates(GuardFactory factory, IntegrationGuards integrations) {
        this.factory = factory;
        this.integrations = integrations;
    }

    @Override
    public List<ProviderState> now() {
        Map<String, Guarded> byName = integrations.all().stream()
                .collect(Collectors.toMap(one -> one.guards().name(), Function.identity(), (one, other) -> one));
        return factory.circuits().getAllCircuitBreakers().stream()
                .map(circuit -> state(circuit, byName.get(circuit.getName())))
                .sorted(Comparator.comparing(ProviderState::name))
                .toList();
    }

    private static ProviderState state(CircuitBreaker circuit, @Nullable Guarded known) {
        CircuitBreaker.Metrics metrics = circuit.getMetrics();
        return new ProviderState(
                circuit.getName(),
                known == null ? null : known.integration().type().wireName(),
                known == null ? null : known.integration().model().model(),
                known == null ? null : known.integration().id(),
                known == null
                        ? circuit.getState().name().toLowerCase(Locale.ROOT)
                        : known.guards().state(),
                metrics.getFailureRate() < 0 ? null : (double) metrics.getFailureRate(),
                metrics.getNumberOfFailedCalls(),
                metrics.getNumberOfBufferedCalls(),
                metrics.getNumberOfNotPermittedCalls());
    }
}

package dev.colophon.ai.model;

import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.Target;
import dev.colophon.events.ClientId;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks the models that a client chose, in order, until one gives a usable answer, and at last the call's local supplier;
 * where the client chose nobody, the operator's models. Every paid attempt is admitted before it is made. Never blocks the
 * caller; each try is an {@link dev.colophon.ai.spend.Attempt} of the result or of the error.
 *
 * <p>Errors are {@link ChainExhaustedException}, when nobody answered, and
 * {@link dev.colophon.ai.spend.BudgetExceededException}, when a hard limit forbade to ask.
 */
public final class FallbackChain {

    private final Routes routes;
    private final ChatAttempts attempts;
    private final AiMetrics metrics;
    private final Clock clock;

    FallbackChain(Routes routes, ChatAttempts attempts, AiMetrics metrics, Clock clock) {
        this.routes = routes;
        this.attempts = attempts;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The operator's providers, in the order they are asked. */
    public List<String> providers() {
        return routes.operatorsProviders();
    }

    /** A client's call; waits until it is known whom the client chose. Every subscription is a call of its own. */
    public <T> Mono<ChainResult<T>> call(SpendContext payer, ModelCall<T> call) {
        return routes.areKnown()
                .then(Mono.defer(() -> ask(routes.of(payer.clientId(), call.operation()), call, payer)));
    }

    /** Who would be asked first for a client's call; empty where that is what runs here. */
    public Mono<Target> firstChoice(ClientId clientId, String operation) {
        return routes.areKnown()
                .then(Mono.fromSupplier(() -> routes.of(clientId, operation)))
                .flatMap(route -> Mono.justOrEmpty(route.candidates().stream().findFirst()))
                .map(Candidate::target);
    }

    /** What a client's call would ask of the first of its models; empty where that is what runs here. Asks nobody. */
    public Mono<Forecast> forecast(ClientId clientId, ModelCall<?> call) {
        return routes.areKnown()
                .then(Mono.fromSupplier(() -> routes.of(clientId, call.operation())))
                .flatMap(route -> Mono.justOrEmpty(route.candidates().stream().findFirst()))
                .publishOn(Schedulers.boundedElastic())
                .map(model -> attempts.forecast(model, call));
    }

    private <T> Mono<ChainResult<T>> ask(Route route, ModelCall<T> call, SpendContext payer) {
        return new ChainRun<>(attempts, metrics, clock, route, call, payer).result();
    }
}

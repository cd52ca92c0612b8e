package dev.colophon.ai.model;

import dev.colophon.ai.account.Integration;
import dev.colophon.events.ClientId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Chooses whom to ask: those that the client chose, in its order, and the operator's own models where it chose nobody. What
 * a client's texts are sent to is the client's choice, so the operator's models never stand in for the client's.
 */
final class Routes {

    private final List<Candidate> operators;
    private final @Nullable AccountModels accounts;

    /** @param accounts null in a process that knows of no client's accounts */
    Routes(List<Candidate> operators, @Nullable AccountModels accounts) {
        this.operators = List.copyOf(operators);
        this.accounts = accounts;
    }

    List<String> operatorsProviders() {
        return operators.stream().map(each -> each.target().provider()).toList();
    }

    /** Completes when it is known what clients chose. */
    Mono<Void> areKnown() {
        return accounts == null ? Mono.empty() : accounts.areKnown();
    }

    Route ofOperator() {
        return new Route(operators, true);
    }

    Route of(ClientId clientId, String operation) {
        AccountModels known = accounts;
        if (known == null) {
            return ofOperator();
        }
        boolean local = known.policies(clientId).fallbackToLocal();
        List<Integration> chain = known.chain(clientId, operation);
        if (chain.isEmpty()) {
            return new Route(operators, local);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Integration integration : chain) {
            if (integration.isLocal()) {
                // chosen, whatever the policy says of falling back
                return new Route(candidates, true);
            }
            candidates.add(known.candidate(integration));
        }
        return new Route(candidates, local);
    }
}

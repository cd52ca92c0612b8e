package dev.colophon.embedding.migration;

import dev.colophon.ai.account.Integration;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds what a client means by the name of a model. */
@Component
class MigrationTargets {

    /**
     * What is meant, before its dimensions are known.
     *
     * @param integration null for the model that runs here
     */
    record Target(
            String model,
            @Nullable Integration integration,
            @Nullable Integer dimensions) {}

    private final SpaceAccounts accounts;
    private final EmbeddingSpace local;

    MigrationTargets(SpaceAccounts accounts, EmbeddingSpace local) {
        this.accounts = accounts;
        this.local = local;
    }

    /** @throws ProblemException {@code 422} where the client has no such model */
    Target named(UUID clientId, String name) {
        if (name.equals(local.model())) {
            return new Target(local.model(), null, local.dimensions());
        }
        return accounts.named(clientId, name)
                .map(integration -> new Target(
                        accounts.nameOf(integration),
                        integration,
                        integration.model().dimensions()))
                .orElseThrow(() -> ProblemException.unprocessable(
                        "There is no model of this name",
                        new FieldError(
                                "to_model",
                                "must be " + local.model()
                                        + ", or name an active integration for embeddings, or its model")));
    }

    /** Asks for one vector where nothing else says how many dimensions it has. */
    Mono<ServedSpace> space(UUID clientId, Target target) {
        Integration integration = target.integration();
        return integration == null
                ? Mono.just(ServedSpace.local(local))
                : accounts.dimensions(clientId, integration)
                        .map(dimensions -> accounts.spaceOf(integration, dimensions));
    }
}

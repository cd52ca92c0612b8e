package dev.colophon.embedding.openai;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Integration;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.events.ClientId;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Finds who embeds for a client: the local model, or one of the client's accounts with those that may stand in for it. */
@Component
class EmbeddingRoutes {

    static final String OPERATION = "embedding";

    private static final String DEFAULT = "default";

    private final EmbeddingSpace space;
    private final ClientAccounts accounts;

    EmbeddingRoutes(EmbeddingSpace space, ClientAccounts accounts) {
        this.space = space;
        this.accounts = accounts;
    }

    /**
     * @param model as {@link EmbeddingsRequest#model()}
     * @param dimensions asked for; null for the model's own
     * @throws ProblemException {@code 404} where the client has no such model, {@code 400} for dimensions it cannot have
     */
    Route of(ClientId clientId, @Nullable String model, @Nullable Integer dimensions) {
        if (model != null && model.isBlank()) {
            throw EmbeddingInput.refusal("model", "must be the name of a model");
        }
        if (space.model().equals(model)) {
            return local(dimensions);
        }
        boolean chosen = model == null || model.equals(DEFAULT);
        List<Integration> chain = chosen
                ? accounts.chain(clientId, OPERATION)
                : accounts.named(clientId, Objects.requireNonNull(model), OPERATION);
        if (chain.isEmpty() && !chosen) {
            throw unknown();
        }
        return chain.isEmpty() || chain.get(0).isLocal() ? local(dimensions) : remote(chain, dimensions);
    }

    private Route local(@Nullable Integer dimensions) {
        if (dimensions != null && dimensions != space.dimensions()) {
            throw EmbeddingInput.refusal(
                    "dimensions", "must be " + space.dimensions() + ", as " + space.model() + " has no others");
        }
        return new Route.Local();
    }

    private Route remote(List<Integration> chain, @Nullable Integer dimensions) {
        Integration first = chain.get(0);
        if (dimensions != null && first.modelName().contains("ada-002")) {
            throw EmbeddingInput.refusal("dimensions", "cannot be chosen for " + first.modelName());
        }
        Integer wanted = Optional.ofNullable(dimensions).orElse(first.model().dimensions());
        return new Route.Remote(
                chain.stream()
                        .filter(each -> !each.isLocal())
                        .filter(each -> each.modelName().equals(first.modelName()))
                        .filter(each -> dimensions != null
                                || Objects.equals(
                                        each.model().dimensions(), first.model().dimensions()))
                        .toList(),
                wanted != null && wanted == space.dimensions());
    }

    private ProblemException unknown() {
        return ProblemException.of(
                        HttpStatus.NOT_FOUND,
                        "There is no model of this name",
                        new FieldError(
                                "model",
                                "must be " + space.model()
                                        + ", or name an active integration for embeddings, or its model"))
                .with(Map.of(OpenAiError.CODE, "model_not_found"));
    }
}

package dev.colophon.embedding.openai;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.local.embedding.MiniLm;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.events.ClientId;
import dev.colophon.web.openapi.AnswersAsOpenAi;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/models} as OpenAI's clients call it: the model that embeds here, and the client's own integrations under
 * the names that {@code POST /v1/chat/completions} and {@code POST /v1/embeddings} take.
 */
@RestController
@RequestMapping("/v1/models")
class ModelsController {

    private final EmbeddingSpace space;
    private final ClientAccounts accounts;

    ModelsController(EmbeddingSpace space, ClientAccounts accounts) {
        this.space = space;
        this.accounts = accounts;
    }

    @GetMapping
    Models models(Caller caller) {
        return new Models("list", served(caller).toList());
    }

    @GetMapping("/{id}")
    @AnswersAsOpenAi
    Model model(@PathVariable String id, Caller caller) {
        return served(caller).filter(model -> model.id().equals(id)).findFirst().orElseThrow(() -> ProblemException.of(
                        HttpStatus.NOT_FOUND,
                        "There is no model of this name",
                        new FieldError("model", "must be one that GET /v1/models lists"))
                .with(Map.of(OpenAiError.CODE, "model_not_found")));
    }

    private Stream<Model> served(Caller caller) {
        Model local = new Model(space.model(), "model", 0, space.provider(), space.dimensions(), MiniLm.MAX_TOKENS);
        return Stream.concat(
                Stream.of(local),
                accounts.integrations(new ClientId(caller.clientId())).stream()
                        .filter(integration -> integration.active() && !integration.isLocal())
                        .sorted(Comparator.comparing(Integration::id))
                        .map(ModelsController::of));
    }

    private static Model of(Integration integration) {
        return new Model(
                integration.name(),
                "model",
                0,
                integration.type().wireName(),
                integration.embeds() ? integration.model().dimensions() : null,
                integration.model().maxInputTokens());
    }

    record Models(String object, List<Model> data) {}

    /**
     * A model.
     *
     * @param created in seconds since 1970; 0, as nobody says when it came
     * @param dimensions of its vectors; null for one that only chats, and where the integration does not say
     * @param maxTokens of a text, the model's special ones included; null where the integration does not say
     */
    record Model(
            String id,
            String object,
            long created,
            String ownedBy,
            @Nullable Integer dimensions,
            @Nullable Integer maxTokens) {}
}

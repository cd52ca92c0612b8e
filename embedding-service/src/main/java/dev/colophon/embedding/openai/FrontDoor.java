package dev.colophon.embedding.openai;

import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.model.AiMetrics;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.embedding.openai.LocalEmbeddings.Call;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.events.ClientId;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Embeds what a client sends with the model that the client names: all of it or nothing, by one model or by none. The local
 * model stands in for another only for a client over its budget that wants that, and only with as many dimensions. Errors
 * are {@link ProblemException}s.
 */
@Component
class FrontDoor {

    private static final String OVER_BUDGET = "over_budget";

    private record Prepared(Route route, List<String> texts) {}

    private final EmbeddingRoutes routes;
    private final EmbeddingTexts texts;
    private final LocalEmbeddings local;
    private final AccountEmbeddings accounts;
    private final EmbeddingSpace space;
    private final AiMetrics metrics;

    FrontDoor(
            EmbeddingRoutes routes,
            EmbeddingTexts texts,
            LocalEmbeddings local,
            AccountEmbeddings accounts,
            EmbeddingSpace space,
            AiMetrics metrics) {
        this.routes = routes;
        this.texts = texts;
        this.local = local;
        this.accounts = accounts;
        this.space = space;
        this.metrics = metrics;
    }

    /** @param model as {@link EmbeddingsRequest#model()} */
    Mono<ServedEmbeddings> embed(ClientId clientId, @Nullable String model, EmbeddingInput input) {
        return Mono.fromCallable(() -> prepared(clientId, model, input))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(prepared -> prepared.route() instanceof Route.Remote remote
                        ? remote(clientId, remote, prepared.texts(), input)
                        : local.embed(clientId, prepared.texts(), Call.first()))
                .doOnNext(served -> metrics.answered(
                        EmbeddingRoutes.OPERATION,
                        served.by().provider(),
                        served.by().fallback() != null));
    }

    private Prepared prepared(ClientId clientId, @Nullable String model, EmbeddingInput input) {
        Route route = routes.of(clientId, model, input.dimensions());
        return new Prepared(
                route,
                route instanceof Route.Remote remote
                        ? texts.remote(input, remote.chain().get(0))
                        : texts.local(input));
    }

    private Mono<ServedEmbeddings> remote(
            ClientId clientId, Route.Remote route, List<String> sent, EmbeddingInput input) {
        return accounts.embed(clientId, route.chain(), sent, input.dimensions()).flatMap(embeddings -> {
            Optional<ServedEmbeddings> served =
                    AccountEmbeddings.served(embeddings, route.chain().get(0));
            return served.isPresent() ? Mono.just(served.get()) : instead(clientId, route, embeddings, input);
        });
    }

    private Mono<ServedEmbeddings> instead(
            ClientId clientId, Route.Remote route, Embeddings embeddings, EmbeddingInput input) {
        Optional<OverBudget> over =
                EmbeddingRefusals.overBudget(embeddings.outcomes()).filter(OverBudget::degrade);
        if (over.isEmpty()) {
            metrics.answered(EmbeddingRoutes.OPERATION, "none", false);
            return Mono.error(EmbeddingRefusals.of(embeddings.outcomes(), input));
        }
        if (!route.likeLocal()) {
            return Mono.error(SpendProblems.overBudget(
                    over.get().numbers(),
                    "; %s cannot stand in for %s, whose vectors do not have its %d dimensions"
                            .formatted(space.model(), route.model(), space.dimensions())));
        }
        Call call = new Call(embeddings.callId(), embeddings.attempts().size(), OVER_BUDGET);
        return Mono.fromCallable(() -> texts.local(input))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        ProblemException.class,
                        tooLong -> SpendProblems.overBudget(
                                over.get().numbers(),
                                "; %s cannot stand in: %s"
                                        .formatted(
                                                space.model(), tooLong.problem().errors())))
                .flatMap(fitting -> local.embed(clientId, fitting, call));
    }
}

package dev.colophon.ai.embedding;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.PerIntegration;
import dev.colophon.ai.guard.IntegrationGuards;
import dev.colophon.ai.guard.ProviderGuards;
import dev.colophon.ai.provider.ProviderModels;
import dev.colophon.ai.provider.ProviderThreads;
import dev.colophon.ai.spend.AttemptListener;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.persistence.secret.SecretBox;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Embeds texts at a client's account: in batches within its limits, as many at once as it allows. A batch that the provider
 * refuses for its content is searched, so that only the culprit goes without a vector; every vector is checked; every
 * request is an attempt, admitted before it is made. Never fails: what became of each text is in the result. Falls back only
 * among integrations that the caller knows to serve the same model: vectors of two models cannot be compared.
 */
public final class RemoteEmbeddings {

    private final ProviderModels models;
    private final Supplier<SecretBox> secrets;
    private final IntegrationGuards guards;
    private final PaidAttempts attempts;
    private final ProviderThreads threads;
    private final AttemptListener listener;
    private final MeterRegistry meters;
    private final Clock clock;
    private final PerIntegration<Supplier<EmbeddingModel>> opened = new PerIntegration<>(this::open);

    public RemoteEmbeddings(
            ProviderModels models,
            Supplier<SecretBox> secrets,
            IntegrationGuards guards,
            PaidAttempts attempts,
            ProviderThreads threads,
            AttemptListener listener,
            MeterRegistry meters,
            Clock clock) {
        this.models = models;
        this.secrets = secrets;
        this.guards = guards;
        this.attempts = attempts;
        this.threads = threads;
        this.listener = listener;
        this.meters = meters;
        this.clock = clock;
    }

    /** Forgets integrations with their client's configuration. */
    public RemoteEmbeddings following(ClientAccounts accounts) {
        accounts.onRemoval(opened::forget);
        return this;
    }

    /** As {@link #embed(EmbeddingOrder, List)}, at one integration. */
    public Mono<Embeddings> embed(SpendContext payer, Integration integration, List<String> texts) {
        return embed(EmbeddingOrder.of(payer, texts), List.of(integration));
    }

    /**
     * Every subscription is a call of its own. Texts that one integration leaves unserved go to the next.
     *
     * @param sameModel integrations whose vectors can be compared, in the order in which they are asked
     */
    public Mono<Embeddings> embed(EmbeddingOrder order, List<Integration> sameModel) {
        return Mono.defer(() -> {
            EmbeddingCall call = new EmbeddingCall(order, listener, clock);
            VectorCheck check = new VectorCheck(dimensions(order, sameModel));
            return Flux.fromIterable(sameModel)
                    .concatMap(integration -> Mono.defer(() -> run(call, integration, check)))
                    .then(Mono.fromSupplier(call::result));
        });
    }

    private static @Nullable Integer dimensions(EmbeddingOrder order, List<Integration> sameModel) {
        return order.dimensions() != null || sameModel.isEmpty()
                ? order.dimensions()
                : sameModel.get(0).model().dimensions();
    }

    private Mono<Void> run(EmbeddingCall call, Integration integration, VectorCheck check) {
        List<Text> left = call.left();
        if (left.isEmpty()) {
            return Mono.empty();
        }
        ProviderGuards guarded = guards.of(integration);
        EmbeddingRequests requests =
                new EmbeddingRequests(opened.of(integration), call.order().dimensions(), check);
        BatchSender sender = new BatchSender(call, integration, requests, guarded, attempts, threads);
        return new EmbeddingRun(call, sender, new EmbeddingMetrics(meters, integration))
                .through(Batches.of(integration).cut(left), guarded.limits().concurrency());
    }

    private Supplier<EmbeddingModel> open(Integration integration) {
        return SingletonSupplier.of(() -> models.embedding(integration, Credentials.open(integration, secrets)));
    }
}

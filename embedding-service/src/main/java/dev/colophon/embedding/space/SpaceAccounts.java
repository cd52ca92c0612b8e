package dev.colophon.embedding.space;

import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.EmbeddingOrder;
import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.RemoteEmbeddings;
import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.events.ClientId;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Computes vectors of spaces at the clients' own accounts, and tells the account book of every request. Only accounts that
 * serve the very model of a space are asked.
 */
@Component
public class SpaceAccounts {

    private static final String OPERATION = "embedding";
    private static final String REVISION = "1";
    private static final String SAMPLE = "How many numbers does a vector have?";

    private final RemoteEmbeddings remote;
    private final ClientAccounts accounts;
    private final UsageOutbox usage;
    private final EmbeddingSpace local;

    SpaceAccounts(RemoteEmbeddings remote, ClientAccounts accounts, UsageOutbox usage, EmbeddingSpace local) {
        this.remote = remote;
        this.accounts = accounts;
        this.usage = usage;
        this.local = local;
    }

    /** Completes when the accounts of clients are known, which takes a moment after a start. */
    public Mono<Void> areKnown() {
        return accounts.areKnown();
    }

    /** The active account that a client calls by this name, or that has this model. */
    public Optional<Integration> named(UUID clientId, String model) {
        return accounts.named(new ClientId(clientId), model, OPERATION).stream()
                .findFirst()
                .filter(integration -> !integration.isLocal());
    }

    /**
     * The space of an account's vectors. Its name says how many dimensions were asked for, and whose model it is where that
     * is called like the local one.
     *
     * @param dimensions that its vectors have
     */
    public ServedSpace spaceOf(Integration integration, int dimensions) {
        return new ServedSpace(
                new EmbeddingSpace(integration.type().wireName(), nameOf(integration), REVISION, dimensions),
                integration.id());
    }

    /** What the space of an account's vectors is called. */
    public String nameOf(Integration integration) {
        Integer shortened = integration.model().dimensions();
        String name = integration.modelName();
        String own = name.equals(local.model()) ? integration.type().wireName() + "/" + name : name;
        return shortened == null ? own : own + "@" + shortened;
    }

    /** Who can compute vectors of the space now: its account, then those that may stand in. Empty where it is gone. */
    public List<Integration> serving(UUID clientId, ServedSpace space) {
        UUID id = Objects.requireNonNull(space.integrationId(), "the local model has no account");
        List<Integration> chain = accounts.named(new ClientId(clientId), id.toString(), OPERATION);
        boolean there = !chain.isEmpty() && chain.get(0).id().equals(id);
        return there
                ? chain.stream()
                        .filter(each -> !each.isLocal())
                        .filter(each -> nameOf(each).equals(space.model()))
                        .toList()
                : List.of();
    }

    /** How many dimensions an account's vectors have: as its settings say, or as one that is computed for it shows. */
    public Mono<Integer> dimensions(UUID clientId, Integration integration) {
        Integer told = integration.model().dimensions();
        return told != null
                ? Mono.just(told)
                : embed(clientId, null, List.of(integration), List.of(SAMPLE)).map(answer -> {
                    TextOutcome outcome = answer.outcomes().get(0);
                    if (outcome instanceof TextOutcome.OverBudget over) {
                        throw SpendProblems.overBudget(over.numbers(), "");
                    }
                    if (outcome instanceof TextOutcome.Embedded embedded) {
                        return embedded.vector().length;
                    }
                    throw ProblemException.unprocessable(
                            "How many dimensions the vectors have cannot be found out: " + reason(outcome),
                            new FieldError("to_model", "must give a vector"));
                });
    }

    private static String reason(TextOutcome outcome) {
        if (outcome instanceof TextOutcome.Unserved unserved) {
            return unserved.message();
        }
        return outcome instanceof TextOutcome.Rejected rejected ? rejected.message() : "no known price";
    }

    /** What became of each text. Every request is told of, as the replay's within the context of one. */
    public Mono<Embeddings> embed(
            UUID clientId, @Nullable UUID projectId, List<Integration> serving, List<String> texts) {
        return Mono.deferContextual(context -> embed(
                clientId,
                projectId,
                serving,
                texts,
                ReplayContext.replayId(context).orElse(null)));
    }

    private Mono<Embeddings> embed(
            UUID clientId,
            @Nullable UUID projectId,
            List<Integration> serving,
            List<String> texts,
            @Nullable UUID replayId) {
        ClientId client = new ClientId(clientId);
        return remote.embed(
                new EmbeddingOrder(
                        new SpendContext(client, projectId, null, Math.max(1, texts.size())),
                        texts,
                        null,
                        false,
                        batch -> usage.tell(
                                UsageObservations.of(
                                        new SpendContext(
                                                client,
                                                projectId,
                                                null,
                                                Math.max(1, batch.texts().size())),
                                        batch.attempt(),
                                        batch.textTokens()),
                                replayId)),
                serving);
    }
}

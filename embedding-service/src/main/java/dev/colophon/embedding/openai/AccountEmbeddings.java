package dev.colophon.embedding.openai;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.embedding.EmbeddingOrder;
import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.Embeddings.BatchAttempt;
import dev.colophon.ai.embedding.RemoteEmbeddings;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.embedding.openai.ServedEmbeddings.By;
import dev.colophon.events.ClientId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Embeds texts for a client at the client's own accounts, and tells the account book of every request that this takes. */
@Component
class AccountEmbeddings {

    private final RemoteEmbeddings remote;
    private final UsageOutbox usage;

    AccountEmbeddings(RemoteEmbeddings remote, UsageOutbox usage) {
        this.remote = remote;
        this.usage = usage;
    }

    /** What became of each text. */
    Mono<Embeddings> embed(
            ClientId clientId, List<Integration> chain, List<String> texts, @Nullable Integer dimensions) {
        return remote.embed(
                new EmbeddingOrder(
                        payer(clientId, texts.size()),
                        texts,
                        dimensions,
                        true,
                        attempt -> usage.tell(UsageObservations.of(
                                payer(clientId, Math.max(1, attempt.texts().size())),
                                attempt.attempt(),
                                attempt.textTokens()))),
                chain);
    }

    private static SpendContext payer(ClientId clientId, int texts) {
        return new SpendContext(clientId, null, null, texts);
    }

    /** Empty where not every text has a vector. */
    static Optional<ServedEmbeddings> served(Embeddings embeddings, Integration first) {
        List<Embedded> embedded = embeddings.outcomes().stream()
                .filter(Embedded.class::isInstance)
                .map(Embedded.class::cast)
                .toList();
        return embedded.size() < embeddings.outcomes().size()
                ? Optional.empty()
                : Optional.of(new ServedEmbeddings(
                        embedded.stream().map(Embedded::vector).toList(),
                        embedded.stream().mapToLong(Embedded::tokens).sum(),
                        embedded.get(0).model(),
                        by(embeddings, first)));
    }

    private static By by(Embeddings embeddings, Integration first) {
        List<BatchAttempt> served = embeddings.attempts().stream()
                .filter(batch -> batch.attempt().outcome() == Outcome.SUCCEEDED)
                .toList();
        List<UUID> integrations = served.stream()
                .map(batch -> batch.attempt().integrationId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        String provider = served.stream()
                .map(BatchAttempt::attempt)
                .map(Attempt::provider)
                .findFirst()
                .orElse(first.type().wireName());
        return new By(
                embeddings.callId(),
                embeddings.attempts().size(),
                provider,
                integrations,
                cost(served),
                integrations.equals(List.of(first.id())) ? null : "unserved");
    }

    /** Null where one of the prices is not known. */
    private static @Nullable BigDecimal cost(List<BatchAttempt> served) {
        return served.stream().allMatch(batch -> batch.cost() != null)
                ? served.stream()
                        .map(batch -> Objects.requireNonNull(batch.cost()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                : null;
    }
}

package dev.colophon.embedding.openai;

import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.embedding.work.Embedder;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Embeds texts for a client. No vector leaves before its usage is on record; a call that failed is on record, too. */
@Component
class Embeddings {

    private static final String OPERATION = "embedding";

    private final Embedder embedder;
    private final EmbeddingSpace space;
    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final Clock clock;

    Embeddings(Embedder embedder, EmbeddingSpace space, ClientTransactions transactions, Outbox outbox, Clock clock) {
        this.embedder = embedder;
        this.space = space;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** One answer for each text, in the texts' order. */
    Mono<List<EmbeddedText>> embed(UUID clientId, List<String> texts) {
        return Mono.defer(() -> {
            long started = System.nanoTime();
            return Mono.fromCallable(() -> embedder.embed(texts))
                    .subscribeOn(Schedulers.boundedElastic())
                    .onErrorResume(failure ->
                            observe(clientId, texts.size(), null, started).then(Mono.error(failure)))
                    .flatMap(embedded -> observe(clientId, texts.size(), tokens(embedded), started)
                            .thenReturn(embedded));
        });
    }

    private static long tokens(List<EmbeddedText> embedded) {
        return embedded.stream().mapToLong(EmbeddedText::tokens).sum();
    }

    /** @param tokens null where the call failed */
    private Mono<Void> observe(UUID clientId, int texts, @Nullable Long tokens, long started) {
        UUID attempt = Ids.newId();
        AiUsageObserved fact = new AiUsageObserved(
                new ClientId(clientId),
                attempt,
                attempt,
                1,
                null,
                null,
                null,
                OPERATION,
                space.provider(),
                space.model(),
                null,
                texts,
                tokens == null ? Long.valueOf(0) : tokens,
                0L,
                false,
                tokens == null ? "failed" : "succeeded",
                (System.nanoTime() - started) / 1_000_000,
                clock.instant());
        return transactions.inClient(clientId, outbox.append(fact));
    }
}

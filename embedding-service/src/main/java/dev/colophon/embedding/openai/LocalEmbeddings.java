package dev.colophon.embedding.openai;

import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.embedding.openai.ServedEmbeddings.By;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.work.Embedder;
import dev.colophon.embedding.work.Embedder.EmbeddedText;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Embeds texts for a client with the model that runs here, which is free and is told of all the same. */
@Component
class LocalEmbeddings {

    /** Ten decimals, as in the ledger. */
    private static final BigDecimal FREE = new BigDecimal("0.0000000000");

    /**
     * Which call the attempt belongs to.
     *
     * @param attempts made before it
     * @param fallback why the first choice did not serve; null where this is it
     */
    record Call(UUID id, int attempts, @Nullable String fallback) {

        static Call first() {
            return new Call(Ids.newId(), 0, null);
        }
    }

    private final Embedder embedder;
    private final EmbeddingSpace space;
    private final UsageOutbox usage;
    private final Clock clock;

    LocalEmbeddings(Embedder embedder, EmbeddingSpace space, UsageOutbox usage, Clock clock) {
        this.embedder = embedder;
        this.space = space;
        this.usage = usage;
        this.clock = clock;
    }

    Mono<ServedEmbeddings> embed(ClientId clientId, List<String> texts, Call call) {
        return Mono.defer(() -> {
            long started = System.nanoTime();
            return Mono.fromCallable(() -> embedder.embed(texts))
                    .subscribeOn(Schedulers.boundedElastic())
                    .doOnError(failure -> tell(clientId, texts.size(), null, started, call))
                    .map(embedded -> {
                        long tokens = embedded.stream()
                                .mapToLong(EmbeddedText::tokens)
                                .sum();
                        tell(clientId, texts.size(), tokens, started, call);
                        return served(embedded, tokens, call);
                    });
        });
    }

    private ServedEmbeddings served(List<EmbeddedText> embedded, long tokens, Call call) {
        return new ServedEmbeddings(
                embedded.stream().map(EmbeddedText::vector).toList(),
                tokens,
                space.model(),
                new By(call.id(), call.attempts() + 1, space.provider(), List.of(), FREE, call.fallback()));
    }

    /** @param tokens null where the call failed */
    private void tell(ClientId clientId, int texts, @Nullable Long tokens, long started, Call call) {
        usage.tell(new AiUsageObserved(
                clientId,
                Ids.newId(),
                call.id(),
                call.attempts() + 1,
                null,
                null,
                null,
                EmbeddingRoutes.OPERATION,
                space.provider(),
                space.model(),
                null,
                texts,
                tokens == null ? Long.valueOf(0) : tokens,
                0L,
                false,
                tokens == null ? "failed" : "succeeded",
                (System.nanoTime() - started) / 1_000_000,
                clock.instant()));
    }
}

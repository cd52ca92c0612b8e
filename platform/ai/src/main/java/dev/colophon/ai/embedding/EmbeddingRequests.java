package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.ai.provider.ProviderUsage;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.Usage;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one request and checks what came back, vector by vector. */
final class EmbeddingRequests {

    private final Supplier<EmbeddingModel> model;
    private final @Nullable Integer dimensions;

    EmbeddingRequests(Supplier<EmbeddingModel> model, @Nullable Integer dimensions) {
        this.model = model;
        this.dimensions = dimensions;
    }

    /** Null when the thread was interrupted: then nobody waits for the answer, nor for an error. */
    @Nullable
    List<TextOutcome> send(List<Text> batch, CallRecord.Running running) {
        try {
            EmbeddingResponse response = opened().embed(EmbeddingRequest.builder()
                    .inputs(batch.stream()
                            .map(text -> EmbeddingInput.from(text.text()))
                            .toList())
                    .build());
            Usage usage = usage(response, batch);
            running.answered(usage);
            return checked(batch, response.embeddings(), usage, running.servedModel());
        } catch (RuntimeException e) {
            if (ProviderFailures.isInterruption(e)) {
                return null;
            }
            throw e;
        }
    }

    private EmbeddingModel opened() {
        try {
            return model.get();
        } catch (IllegalArgumentException | IllegalStateException | UnopenableSecretException e) {
            throw new ProviderFailure(
                    Kind.PERMANENT, Reach.NOT_SENT, "the account cannot be used: " + e.getMessage(), null, null, e);
        }
    }

    private static Usage usage(EmbeddingResponse response, List<Text> batch) {
        ProviderUsage told = ProviderUsage.of(response.tokenUsage());
        boolean estimated = told.inputTokens() == null;
        return new Usage(
                null,
                response.modelName(),
                estimated ? (Long) Text.tokens(batch) : told.inputTokens(),
                null,
                told.cachedInputTokens(),
                estimated);
    }

    private List<TextOutcome> checked(List<Text> batch, List<Embedding> vectors, Usage usage, String served) {
        if (vectors.size() != batch.size()) {
            throw new MiscountException(vectors.size(), batch.size()).asFailure();
        }
        Long whole = usage.inputTokens();
        long[] shares = Shares.of(
                whole == null ? 0 : whole,
                batch.stream().mapToLong(Text::tokens).toArray());
        List<TextOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            float[] vector = vectors.get(i).vector();
            long tokens = shares[i];
            outcomes.add(VectorCheck.of(vector, dimensions)
                    .<TextOutcome>map(rejected -> rejected)
                    .orElseGet(() -> new Embedded(vector, served, tokens, usage.estimated())));
        }
        return outcomes;
    }
}

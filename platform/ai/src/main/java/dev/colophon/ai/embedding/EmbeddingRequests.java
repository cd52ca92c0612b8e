package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.ai.provider.ProviderUsage;
import dev.colophon.ai.provider.UnusableVectorsException;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.Usage;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one request and checks what came back, vector by vector. */
final class EmbeddingRequests {

    private final Supplier<EmbeddingModel> model;
    private final @Nullable Integer dimensions;
    private final VectorCheck check;

    /** @param dimensions asked for in so many words; null to leave that to the model's settings */
    EmbeddingRequests(Supplier<EmbeddingModel> model, @Nullable Integer dimensions, VectorCheck check) {
        this.model = model;
        this.dimensions = dimensions;
        this.check = check;
    }

    /** Null when the thread was interrupted: then nobody waits for the answer, nor for an error. */
    @Nullable
    List<TextOutcome> send(List<Text> batch, CallRecord.Running running) {
        try {
            EmbeddingResponse response = opened().embed(request(batch));
            Usage usage = usage(response.modelName(), response.tokenUsage(), batch);
            running.answered(usage);
            return checked(batch, response.embeddings(), usage, running.servedModel());
        } catch (UnusableVectorsException e) {
            running.answered(usage(e.model(), e.usage(), batch));
            throw new UnusableAnswerException(
                            e.fault() == UnusableVectorsException.Fault.INDEX ? Reason.INDEX : Reason.ENCODING,
                            String.valueOf(e.getMessage()))
                    .asFailure();
        } catch (RuntimeException e) {
            if (ProviderFailures.isInterruption(e)) {
                return null;
            }
            throw e;
        }
    }

    private EmbeddingRequest request(List<Text> batch) {
        return EmbeddingRequest.builder()
                .inputs(batch.stream()
                        .map(text -> EmbeddingInput.from(text.text()))
                        .toList())
                .dimensions(dimensions)
                .build();
    }

    private EmbeddingModel opened() {
        try {
            return model.get();
        } catch (IllegalArgumentException | IllegalStateException | UnopenableSecretException e) {
            throw new ProviderFailure(
                    Kind.PERMANENT, Reach.NOT_SENT, "the account cannot be used: " + e.getMessage(), null, null, e);
        }
    }

    private static Usage usage(@Nullable String served, @Nullable TokenUsage usage, List<Text> batch) {
        ProviderUsage told = ProviderUsage.of(usage);
        boolean estimated = told.inputTokens() == null;
        return new Usage(
                null,
                served,
                estimated ? (Long) Text.tokens(batch) : told.inputTokens(),
                null,
                told.cachedInputTokens(),
                estimated);
    }

    private List<TextOutcome> checked(List<Text> batch, List<Embedding> vectors, Usage usage, String served) {
        if (vectors.size() != batch.size()) {
            throw UnusableAnswerException.miscounted(vectors.size(), batch.size())
                    .asFailure();
        }
        Long whole = usage.inputTokens();
        long[] shares = Text.shares(whole == null ? 0 : whole, batch);
        List<TextOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            float[] vector = vectors.get(i).vector();
            long tokens = shares[i];
            outcomes.add(check.of(vector, served)
                    .<TextOutcome>map(rejected -> rejected)
                    .orElseGet(() -> new Embedded(vector, served, tokens, usage.estimated())));
        }
        return outcomes;
    }
}

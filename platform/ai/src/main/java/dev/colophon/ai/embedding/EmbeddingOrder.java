package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.Embeddings.BatchAttempt;
import dev.colophon.ai.spend.SpendContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be embedded, and for whom.
 *
 * @param dimensions asked of the model and required of its vectors; null for what the integration says
 * @param allOrNothing whether vectors are of use only when every text has one: then no more is sent, and paid for, once one
 *     of them cannot have any
 * @param listener is told of each request when it ended, also when the call was broken off; must not block
 */
public record EmbeddingOrder(
        SpendContext payer,
        List<String> texts,
        @Nullable Integer dimensions,
        boolean allOrNothing,
        Consumer<BatchAttempt> listener) {

    public EmbeddingOrder {
        texts = List.copyOf(texts);
    }

    /** Each text for itself, by the integration's own settings. */
    public static EmbeddingOrder of(SpendContext payer, List<String> texts) {
        return new EmbeddingOrder(payer, texts, null, false, attempt -> {});
    }
}

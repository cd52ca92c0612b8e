package dev.colophon.ai.embedding;

import dev.colophon.ai.spend.Attempt;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param outcomes one a text, in the order of the texts
 * @param attempts every request that was made, retries and parts of batches included
 */
public record Embeddings(UUID callId, List<TextOutcome> outcomes, List<BatchAttempt> attempts) {

    /**
     * One request.
     *
     * @param texts the positions of the texts that it carried
     * @param textTokens the share of each in the attempt's input tokens; null where those are not known
     * @param cost US dollars, as quoted when it was admitted; null where no price or no number of tokens is known
     */
    public record BatchAttempt(
            Attempt attempt,
            List<Integer> texts,
            @Nullable List<Long> textTokens,
            @Nullable BigDecimal cost) {

        public BatchAttempt {
            texts = List.copyOf(texts);
        }
    }

    public Embeddings {
        outcomes = List.copyOf(outcomes);
        attempts = List.copyOf(attempts);
    }
}

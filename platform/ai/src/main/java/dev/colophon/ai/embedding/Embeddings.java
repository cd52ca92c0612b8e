package dev.colophon.ai.embedding;

import dev.colophon.ai.spend.Attempt;
import java.util.List;
import java.util.UUID;

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
     */
    public record BatchAttempt(Attempt attempt, List<Integer> texts) {

        public BatchAttempt {
            texts = List.copyOf(texts);
        }
    }

    public Embeddings {
        outcomes = List.copyOf(outcomes);
        attempts = List.copyOf(attempts);
    }
}

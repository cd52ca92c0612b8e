package dev.colophon.embedding.work;

import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.embedding.work.Outcome.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what a client's account answered: a text that was refused for what it says fails for good, one that was not served
 * waits without an attempt spent.
 *
 * @param pause where the provider does not say how long
 * @param longPause where only the client can change something
 */
record AnsweredBatch(Duration pause, Duration longPause) {

    /** @param asked the different texts that were sent, in order */
    List<Outcome> of(List<PendingChunk> chunks, List<PendingChunk> asked, Embeddings answer) {
        Map<String, Outcome> computed = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            PendingChunk chunk = asked.get(i);
            computed.put(chunk.sameText(), of(chunk, answer.outcomes().get(i)));
        }
        return EqualTexts.spread(chunks, computed);
    }

    /** Chunks whose vectors are all known. */
    List<Outcome> ofKnown(List<PendingChunk> chunks) {
        return EqualTexts.spread(chunks, Map.of());
    }

    /** Chunks of which those that are not known cannot be asked for now. */
    List<Outcome> waiting(List<PendingChunk> chunks, Pause cause) {
        Map<String, Outcome> waiting = new HashMap<>();
        EqualTexts.unknown(chunks)
                .forEach(chunk -> waiting.put(chunk.sameText(), new Outcome.Postponed(chunk, cause, longPause, null)));
        return EqualTexts.spread(chunks, waiting);
    }

    private Outcome of(PendingChunk chunk, TextOutcome outcome) {
        if (outcome instanceof TextOutcome.Embedded embedded) {
            return embedded(chunk, embedded);
        }
        if (outcome instanceof TextOutcome.Rejected rejected) {
            return new Outcome.Failed(chunk, rejected.message(), rejected.reason() == TextOutcome.Reason.REFUSED);
        }
        if (outcome instanceof TextOutcome.OverBudget over) {
            return new Outcome.Postponed(chunk, Pause.OVER_BUDGET, longPause, over.numbers());
        }
        if (outcome instanceof TextOutcome.Unpriced) {
            return new Outcome.Postponed(chunk, Pause.UNPRICED, longPause, null);
        }
        if (outcome instanceof TextOutcome.Unserved unserved) {
            Duration usual = unserved.retriable() ? pause : longPause;
            return new Outcome.Postponed(
                    chunk, Pause.PROVIDER, Objects.requireNonNullElse(unserved.retryAfter(), usual), null);
        }
        return new Outcome.Postponed(chunk, Pause.PROVIDER, pause, null);
    }

    private static Outcome embedded(PendingChunk chunk, TextOutcome.Embedded embedded) {
        return Vectors.fault(embedded.vector(), chunk.target().dimensions())
                .<Outcome>map(fault -> new Outcome.Failed(chunk, fault, false))
                .orElseGet(() -> new Outcome.Embedded(
                        chunk, Vectors.ofLengthOne(embedded.vector()), Math.toIntExact(embedded.tokens()), false));
    }
}

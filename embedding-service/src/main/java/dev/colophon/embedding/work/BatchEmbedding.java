package dev.colophon.embedding.work;

import dev.colophon.embedding.work.Embedder.EmbeddedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeds a batch with the model that runs here: each different text of a client once, known ones not at all. Where the
 * embedder refuses, the batch is halved until the texts that cannot be embedded stand alone; all others get their vectors.
 */
final class BatchEmbedding {

    private final Embedder embedder;
    private final int dimensions;

    BatchEmbedding(Embedder embedder, int dimensions) {
        this.embedder = embedder;
        this.dimensions = dimensions;
    }

    List<Outcome> embed(List<PendingChunk> chunks) {
        Map<String, Outcome> computed = new HashMap<>();
        compute(EqualTexts.unknown(chunks), computed);
        return EqualTexts.spread(chunks, computed);
    }

    private void compute(List<PendingChunk> chunks, Map<String, Outcome> into) {
        if (chunks.isEmpty()) {
            return;
        }
        List<EmbeddedText> answers;
        try {
            answers = embedder.embed(chunks.stream().map(PendingChunk::text).toList());
            if (answers.size() != chunks.size()) {
                throw new IllegalStateException(answers.size() + " vectors for " + chunks.size() + " texts");
            }
        } catch (RuntimeException e) {
            computeHalves(chunks, e, into);
            return;
        }
        for (int i = 0; i < chunks.size(); i++) {
            into.put(chunks.get(i).sameText(), checked(chunks.get(i), answers.get(i)));
        }
    }

    private void computeHalves(List<PendingChunk> chunks, RuntimeException refusal, Map<String, Outcome> into) {
        if (chunks.size() == 1) {
            PendingChunk culprit = chunks.get(0);
            into.put(culprit.sameText(), new Outcome.Failed(culprit, reason(refusal), false));
            return;
        }
        int middle = chunks.size() / 2;
        compute(new ArrayList<>(chunks.subList(0, middle)), into);
        compute(new ArrayList<>(chunks.subList(middle, chunks.size())), into);
    }

    private Outcome checked(PendingChunk chunk, EmbeddedText answer) {
        return Vectors.fault(answer.vector(), dimensions)
                .<Outcome>map(fault -> new Outcome.Failed(chunk, fault, false))
                .orElseGet(() ->
                        new Outcome.Embedded(chunk, Vectors.ofLengthOne(answer.vector()), answer.tokens(), false));
    }

    private static String reason(RuntimeException refusal) {
        String message = refusal.getMessage();
        return message == null || message.isBlank() ? refusal.getClass().getSimpleName() : message;
    }
}

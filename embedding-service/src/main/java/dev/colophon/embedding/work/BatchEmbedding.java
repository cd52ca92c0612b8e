package dev.colophon.embedding.work;

import dev.colophon.embedding.work.Embedder.EmbeddedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeds a batch: each different text of a client once, known ones not at all. Where the embedder refuses, the batch is
 * halved until the texts that cannot be embedded stand alone; all others get their vectors.
 */
final class BatchEmbedding {

    private static final float SHORTEST = 1e-6f;

    private final Embedder embedder;
    private final int dimensions;

    BatchEmbedding(Embedder embedder, int dimensions) {
        this.embedder = embedder;
        this.dimensions = dimensions;
    }

    List<Outcome> embed(List<PendingChunk> chunks) {
        Map<String, PendingChunk> unknown = new LinkedHashMap<>();
        for (PendingChunk chunk : chunks) {
            if (chunk.known() == null) {
                unknown.putIfAbsent(chunk.sameText(), chunk);
            }
        }
        Map<String, Outcome> computed = new HashMap<>();
        compute(List.copyOf(unknown.values()), computed);
        return chunks.stream().map(chunk -> outcome(chunk, computed)).toList();
    }

    private static Outcome outcome(PendingChunk chunk, Map<String, Outcome> computed) {
        if (chunk.known() != null) {
            return new Outcome.Embedded(chunk, chunk.known(), 0, true);
        }
        Outcome same = computed.get(chunk.sameText());
        if (same == null || same.chunk() == chunk) {
            return same == null ? new Outcome.Failed(chunk, "no answer") : same;
        }
        return same instanceof Outcome.Embedded embedded
                ? new Outcome.Embedded(chunk, embedded.vector(), 0, true)
                : new Outcome.Failed(chunk, ((Outcome.Failed) same).reason());
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
            into.put(culprit.sameText(), new Outcome.Failed(culprit, reason(refusal)));
            return;
        }
        int middle = chunks.size() / 2;
        compute(new ArrayList<>(chunks.subList(0, middle)), into);
        compute(new ArrayList<>(chunks.subList(middle, chunks.size())), into);
    }

    private Outcome checked(PendingChunk chunk, EmbeddedText answer) {
        float[] vector = answer.vector();
        if (vector.length != dimensions) {
            return new Outcome.Failed(chunk, "vector has " + vector.length + " dimensions, not " + dimensions);
        }
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (!Double.isFinite(square) || square < SHORTEST) {
            return new Outcome.Failed(chunk, "vector is " + (Double.isFinite(square) ? "zero" : "not finite"));
        }
        return new Outcome.Embedded(chunk, ofLengthOne(vector, Math.sqrt(square)), answer.tokens(), false);
    }

    private static float[] ofLengthOne(float[] vector, double length) {
        if (Math.abs(length - 1) < 1e-5) {
            return vector;
        }
        float[] scaled = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            scaled[i] = (float) (vector[i] / length);
        }
        return scaled;
    }

    private static String reason(RuntimeException refusal) {
        String message = refusal.getMessage();
        return message == null || message.isBlank() ? refusal.getClass().getSimpleName() : message;
    }
}

package dev.colophon.embedding.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chunks of one batch that say the same: each different text of a client is embedded once, known ones not at all. */
final class EqualTexts {

    private EqualTexts() {}

    /** One chunk of each different text whose vector is not known. */
    static List<PendingChunk> unknown(List<PendingChunk> chunks) {
        Map<String, PendingChunk> unknown = new LinkedHashMap<>();
        for (PendingChunk chunk : chunks) {
            if (chunk.known() == null) {
                unknown.putIfAbsent(chunk.sameText(), chunk);
            }
        }
        return List.copyOf(unknown.values());
    }

    /** The outcome of each chunk, from those of the different texts. */
    static List<Outcome> spread(List<PendingChunk> chunks, Map<String, Outcome> computed) {
        return chunks.stream().map(chunk -> outcome(chunk, computed)).toList();
    }

    private static Outcome outcome(PendingChunk chunk, Map<String, Outcome> computed) {
        if (chunk.known() != null) {
            return new Outcome.Embedded(chunk, chunk.known(), 0, true);
        }
        Outcome same = computed.get(chunk.sameText());
        if (same == null) {
            return new Outcome.Failed(chunk, "no answer", false);
        }
        return same.chunk() == chunk ? same : same.alsoOf(chunk);
    }
}

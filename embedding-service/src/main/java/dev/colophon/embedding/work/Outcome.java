package dev.colophon.embedding.work;

/** What became of a pending chunk. */
sealed interface Outcome {

    PendingChunk chunk();

    /** @param tokens that the model read for it; 0 where the vector was known */
    record Embedded(PendingChunk chunk, float[] vector, int tokens, boolean cached) implements Outcome {}

    /** @param reason what the embedder said, without the text */
    record Failed(PendingChunk chunk, String reason) implements Outcome {}
}

package dev.colophon.embedding.chunk;

/**
 * How large chunks are, in tokens of the embedding model; context and special tokens included.
 *
 * @param maxTokens what the model reads; beyond it text would be cut off
 * @param targetTokens where a chunk of prose ends at the latest; only a code fence that fits as a whole may be longer
 * @param overlapTokens how much of its predecessor's end a chunk repeats at most
 */
public record ChunkLimits(int maxTokens, int targetTokens, int overlapTokens) {

    /** Every sequence begins and ends with a special token. */
    static final int SPECIAL_TOKENS = 2;

    public ChunkLimits {
        if (targetTokens < 32 || targetTokens > maxTokens || overlapTokens < 0 || overlapTokens > targetTokens / 4) {
            throw new IllegalArgumentException("limits of a chunk: " + maxTokens + " max, " + targetTokens + " target, "
                    + overlapTokens + " overlap");
        }
    }

    /** For all-MiniLM-L6-v2, which reads 256 tokens. */
    public static ChunkLimits miniLm() {
        return new ChunkLimits(256, 208, 24);
    }

    /** Context never takes more than a third of a chunk. */
    int contextTokens() {
        return targetTokens / 3;
    }
}

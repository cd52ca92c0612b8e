package dev.colophon.ai.local.embedding;

/**
 * A text's vector.
 *
 * @param vector of length 1, {@link MiniLm#DIMENSIONS} numbers
 * @param tokens that the model read, special ones included
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record EmbeddedText(float[] vector, int tokens) {}

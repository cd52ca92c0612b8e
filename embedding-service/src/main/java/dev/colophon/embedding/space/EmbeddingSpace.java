package dev.colophon.embedding.space;

/**
 * The space that vectors live in: only vectors of one space can be compared.
 *
 * @param provider who computes them
 * @param model its name in the API and in every row; two spaces of one client never share it
 * @param revision changes when the same text would get another vector
 */
public record EmbeddingSpace(String provider, String model, String revision, int dimensions) {}

package dev.colophon.ai.local;

/**
 * What a project is about in a word or few: lower case, words joined by hyphens.
 *
 * @param score 0 to 1, 1 for the best of its project; comparable within one project only
 * @param mentions texts and paragraphs that speak of it
 */
public record Tag(String name, double score, int mentions) {}

package dev.colophon.ai.local;

/**
 * A word or phrase that says what a text is about.
 *
 * @param text as the text writes it most often
 * @param score 0 to 1, 1 for the best of its text; comparable within one text only
 * @param occurrences how often the text has it, at least 1
 */
public record Keyword(String text, double score, int occurrences) {}

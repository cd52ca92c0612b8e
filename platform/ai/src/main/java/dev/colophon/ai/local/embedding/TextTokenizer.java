package dev.colophon.ai.local.embedding;

/** Counts a text's tokens as an embedding model does. Safe for concurrent use; linear in time, constant in memory. */
@FunctionalInterface
public interface TextTokenizer {

    /** How many tokens the text has, special ones not included. */
    int count(String text);
}

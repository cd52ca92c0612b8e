package dev.colophon.embedding.chunk;

/** Counts tokens as the embedding model's own tokenizer does, special tokens not included. */
@FunctionalInterface
public interface TokenCounter {

    int count(String text);
}

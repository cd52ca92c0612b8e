package dev.colophon.embedding.chunk;

/** Told within the process, after the commit: there are chunks to embed. */
public record ChunksPending() {}

package dev.colophon.embedding.vector;

/** Told within the process, after the commit: the index has something to follow. */
public record VectorsStored() {}

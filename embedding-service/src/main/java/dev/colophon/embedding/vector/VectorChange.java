package dev.colophon.embedding.vector;

import java.util.UUID;

/** A chunk that the index must look at again. */
public record VectorChange(UUID chunkId, UUID clientId, IndexPosition position) {}

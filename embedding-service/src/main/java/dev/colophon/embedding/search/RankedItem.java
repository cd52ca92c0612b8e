package dev.colophon.embedding.search;

import java.util.UUID;

/** An item with the chunk that stands for it. */
record RankedItem(UUID itemId, UUID chunkId, double score) {}

package dev.colophon.embedding.search;

import java.util.List;

/** Hits, best first, under the model whose vectors were compared. */
record SearchAnswer(List<Hit> hits, String modelUsed, long tookMs) {}

package dev.colophon.embedding.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hits, best first, under the model whose vectors were compared.
 *
 * @param nextCursor gives the hits that follow, to be sent as {@code cursor} with the same question; null where there are none
 */
record SearchAnswer(
        List<Hit> hits,
        String modelUsed,
        long tookMs,
        @Nullable String nextCursor) {}

package dev.colophon.embedding.search;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item that was found.
 *
 * @param score the cosine for semantic, BM25 for keyword, the share of the best possible fused rank for hybrid
 * @param snippet the passage that fits
 */
record Hit(
        UUID itemId,
        UUID projectId,
        String kind,
        String title,
        @Nullable String url,
        double score,
        String snippet) {}

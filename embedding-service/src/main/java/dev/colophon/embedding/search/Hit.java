package dev.colophon.embedding.search;

import dev.colophon.embedding.search.Snippet.Highlight;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item that was found.
 *
 * @param occurredAt when what it tells of happened, where its source says
 * @param score the cosine for semantic, BM25 for keyword, the share of the best possible fused rank for hybrid
 * @param snippet the passage that fits
 * @param highlights where the snippet has words of the query
 */
record Hit(
        UUID itemId,
        UUID projectId,
        String kind,
        String title,
        @Nullable String url,
        @Nullable Instant occurredAt,
        double score,
        String snippet,
        List<Highlight> highlights) {}

package dev.colophon.embedding.connection;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two items of different projects that may belong together.
 *
 * @param item of the project that was asked about, or the item itself
 * @param other of another project of the same client
 * @param score the cosine of the two passages that come nearest
 * @param sharedTags that both projects have
 * @param sharedTerms that both passages use and few others do, the most telling first
 * @param reason in words
 */
record Connection(
        Side item, Side other, double score, List<String> sharedTags, List<String> sharedTerms, String reason) {

    /**
     * One of the two items.
     *
     * @param passage of it that comes nearest to the other
     */
    record Side(
            UUID itemId,
            UUID projectId,
            String kind,
            String title,
            @Nullable String url,
            String passage) {}
}

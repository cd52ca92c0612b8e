package dev.colophon.embedding.vector;

import java.util.List;

/**
 * Finds chunks by vector and by word, best first, within one client and one model. An index is a projection: what it
 * finds may be a moment behind the database, never another client's.
 */
public interface VectorIndex {

    /** The {@code k} chunks whose vectors are nearest by cosine. */
    List<ScoredChunk> nearest(SearchScope scope, float[] vector, int k);

    /** The {@code k} chunks whose words fit the query best; whatever it contains, it is text and no syntax. */
    List<ScoredChunk> matching(SearchScope scope, String query, int k);

    /**
     * Searches on this instance find all that transactions before this one changed. Never ahead of the truth; 0 until it
     * is known.
     */
    long followedBefore();

    /** Whether searches on this instance find all that a transaction changed, and every one before it. */
    default boolean hasFollowed(long transaction) {
        return transaction < followedBefore();
    }
}

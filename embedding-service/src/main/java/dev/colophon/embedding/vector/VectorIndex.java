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
}

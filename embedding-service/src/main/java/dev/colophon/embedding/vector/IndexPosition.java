package dev.colophon.embedding.vector;

import java.util.UUID;

/**
 * How far an index has followed the database's changes, in the order of commits.
 *
 * @param transaction the last change's transaction
 * @param chunkId the last change within it
 */
public record IndexPosition(long transaction, UUID chunkId) {

    public static final IndexPosition START = new IndexPosition(0, new UUID(0, 0));
}

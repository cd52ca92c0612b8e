package dev.colophon.embedding.vector;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * An index of its own beside the database, made by following changes. Changes may come twice; a crash takes it back to the
 * position that it last committed, never to a state between two positions.
 */
interface VectorProjection extends VectorIndex {

    /**
     * Where to go on from.
     *
     * @param source the database that is followed; an index of another one starts anew
     */
    IndexPosition resume(UUID source);

    /** Takes in the chunks as they are now; {@code touched} names them and those that are there no more. */
    void apply(Collection<UUID> touched, List<IndexedChunk> present, IndexPosition upTo);

    /** Lets searches find what was applied. */
    void refresh();

    /** Makes what was applied survive a crash. */
    void commit();

    /** Forgets everything and starts anew. */
    void clear();

    /** How many chunks searches can find. */
    long size();
}

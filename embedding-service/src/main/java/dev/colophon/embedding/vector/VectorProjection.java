package dev.colophon.embedding.vector;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * An index beside what the database holds, made by following changes. Changes may come twice; a crash takes it back to the
 * position that it last committed, never to a state between two positions.
 */
public interface VectorProjection extends VectorIndex, AutoCloseable {

    /** What it is called in settings, metrics and health. */
    String type();

    /**
     * Makes ready to go on from the last commit.
     *
     * @param source the database that is followed; an index of another one starts anew
     */
    void resume(UUID source);

    /** Where to go on from; another instance that writes the same index may have moved it. */
    IndexPosition position();

    /**
     * Takes in chunks as they are now.
     *
     * @param present reads those of the changed chunks that are there
     * @return whether it did; false where the index has been moved on by another instance, or is being moved
     */
    boolean apply(ChangedChunks changed, Mono<List<IndexedChunk>> present);

    /** Tells that nothing is left to apply of the transactions before this one. */
    void reached(long before);

    /** Lets searches find what was applied. */
    void refresh();

    /** Makes what was applied survive a crash. */
    void commit();

    /** Goes back to what was committed last. */
    void reopen();

    /** Forgets everything and starts anew. */
    void clear();

    /** How many chunks searches can find, of all clients; may be an estimate. */
    long size();

    @Override
    void close();
}

package dev.colophon.embedding.search;

import dev.colophon.embedding.vector.ScoredChunk;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** How many chunks to look for, so that enough items come of them: a long document may give hundreds of the best. */
final class Depth {

    private static final int CHUNKS_PER_ITEM = 5;
    private static final int LEAST = 100;
    private static final int MOST = 5_000;
    private static final int FURTHER = 4;

    private Depth() {}

    /**
     * Looks deeper until there are as many items as wanted, no more chunks, or {@value #MOST} of them.
     *
     * @param search gives the best chunks, at most as many as it is told
     * @param grouping of chunks to items
     */
    static List<RankedItem> enoughFor(
            int items, IntFunction<List<ScoredChunk>> search, Function<List<ScoredChunk>, List<RankedItem>> grouping) {
        int depth = Math.min(MOST, Math.max(LEAST, items * CHUNKS_PER_ITEM));
        while (true) {
            List<ScoredChunk> chunks = search.apply(depth);
            List<RankedItem> ranked = grouping.apply(chunks);
            if (ranked.size() >= items || chunks.size() < depth || depth == MOST) {
                return ranked;
            }
            depth = Math.min(MOST, depth * FURTHER);
        }
    }
}

package dev.colophon.embedding.search;

import dev.colophon.embedding.vector.ScoredChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Puts found chunks in the order in which their items are answered. */
final class Ranking {

    /**
     * Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): how little the first ranks differ. Smaller than
     * the paper's 60, whose lists were of equal quality and a thousand long.
     */
    private static final double RANK_CONSTANT = 10;

    private static final double MEANING_WEIGHT = 1.0;
    private static final double WORDS_WEIGHT = 0.5;

    private Ranking() {}

    /** Each item once, by its best chunk, in the chunks' order. */
    static List<RankedItem> byItem(List<ScoredChunk> chunks) {
        return first(chunks, ScoredChunk::itemId);
    }

    /** Each project once, by its best chunk, in the chunks' order. */
    static List<RankedItem> byProject(List<ScoredChunk> chunks) {
        return first(chunks, ScoredChunk::projectId);
    }

    private static List<RankedItem> first(List<ScoredChunk> chunks, Function<ScoredChunk, UUID> group) {
        Map<UUID, RankedItem> best = new LinkedHashMap<>();
        for (ScoredChunk chunk : chunks) {
            best.putIfAbsent(group.apply(chunk), new RankedItem(chunk.itemId(), chunk.chunkId(), chunk.score()));
        }
        return List.copyOf(best.values());
    }

    /**
     * Fuses two rankings by reciprocal ranks. What is first in both scores 1. An item is shown by the chunk that the ranking
     * found which placed it higher.
     */
    static List<RankedItem> fused(List<RankedItem> byMeaning, List<RankedItem> byWords) {
        Map<UUID, RankedItem> fused = new LinkedHashMap<>();
        add(fused, byMeaning, MEANING_WEIGHT);
        add(fused, byWords, WORDS_WEIGHT);
        List<RankedItem> ordered = new ArrayList<>(fused.values());
        ordered.sort(Comparator.comparingDouble(RankedItem::score).reversed());
        return ordered;
    }

    private static void add(Map<UUID, RankedItem> fused, List<RankedItem> ranking, double weight) {
        double most = MEANING_WEIGHT + WORDS_WEIGHT;
        for (int rank = 0; rank < ranking.size(); rank++) {
            RankedItem item = ranking.get(rank);
            double share = weight / most * (RANK_CONSTANT + 1) / (RANK_CONSTANT + 1 + rank);
            fused.merge(
                    item.itemId(),
                    new RankedItem(item.itemId(), item.chunkId(), share),
                    (meaning, words) -> new RankedItem(
                            meaning.itemId(),
                            meaning.score() >= words.score() ? meaning.chunkId() : words.chunkId(),
                            meaning.score() + words.score()));
        }
    }
}

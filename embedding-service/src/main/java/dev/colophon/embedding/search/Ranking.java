package dev.colophon.embedding.search;

import dev.colophon.embedding.vector.ScoredChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Puts found chunks in the order in which their items are answered. */
final class Ranking {

    /**
     * Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), whose score is the sum of 1 / (constant + rank):
     * how little the first ranks differ. The paper's 60 suits many lists of equal quality; of two, the better one's first
     * must stay first. Chosen together with {@link #IN_A_SENTENCE}; docs/performance.md says how.
     */
    private static final double RANK_CONSTANT = 2;

    /** Words count for less than meaning in a sentence, for as much in a word or two, for more where names are. */
    private static final double IN_A_SENTENCE = 0.25;

    private static final double IN_FEW_WORDS = 1;
    private static final double IN_A_NAME = 1.5;

    /** A long text that also has a name in it is a text. */
    private static final int ONE_NAME_IN = 3;

    /** {@code LANG-1408}, {@code max.poll.records}, {@code KafkaTemplate}, {@code d15939ef4}. */
    private static final Pattern NAME = Pattern.compile(
            "(?=\\S*\\p{L})\\S*\\d\\S*|\\S*\\w[_.:#/]\\w\\S*|\\S*\\p{Ll}\\p{Lu}\\S*|\\p{Lu}{3,}",
            Pattern.UNICODE_CHARACTER_CLASS);

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

    /** How much words count beside meaning, which counts 1. */
    static double weightOfWords(String query) {
        String[] words = query.strip().split("\\s+");
        long names = Arrays.stream(words)
                .filter(word -> NAME.matcher(word).matches())
                .count();
        if (names > 0 && names * ONE_NAME_IN >= words.length) {
            return IN_A_NAME;
        }
        return words.length <= 2 ? IN_FEW_WORDS : IN_A_SENTENCE;
    }

    /**
     * Fuses two rankings by reciprocal ranks. What is first in both scores 1. An item is shown by the chunk that the ranking
     * found which placed it higher.
     */
    static List<RankedItem> fused(List<RankedItem> byMeaning, List<RankedItem> byWords, double weightOfWords) {
        Map<UUID, RankedItem> fused = new LinkedHashMap<>();
        add(fused, byMeaning, 1 / (1 + weightOfWords));
        add(fused, byWords, weightOfWords / (1 + weightOfWords));
        List<RankedItem> ordered = new ArrayList<>(fused.values());
        ordered.sort(Comparator.comparingDouble(RankedItem::score).reversed());
        return ordered;
    }

    private static void add(Map<UUID, RankedItem> fused, List<RankedItem> ranking, double weight) {
        for (int rank = 0; rank < ranking.size(); rank++) {
            RankedItem item = ranking.get(rank);
            // ranks count from 1; scaled so that what both put first scores 1
            double share = weight * (RANK_CONSTANT + 1) / (RANK_CONSTANT + 1 + rank);
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

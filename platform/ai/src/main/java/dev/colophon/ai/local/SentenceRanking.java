package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordList;
import dev.colophon.ai.local.text.WordScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Chooses the sentences that together tell most: central by LexRank, announced by cue phrases, early in the text, and
 * unlike each other (maximal marginal relevance).
 */
final class SentenceRanking {

    private static final double CENTRALITY = 1.0;
    private static final double CUE = 0.3;
    private static final double DISCOURAGED = 0.35;
    private static final double POSITION = 0.35;
    private static final double LENGTH = 0.3;
    private static final int COMFORTABLE = 220;
    private static final double RELEVANCE = 0.7;

    private final StopWords stopWords;
    private final Set<String> cues = WordList.read(SentenceRanking.class, "summary-cues.txt");
    private final Set<String> discouraging = WordList.read(SentenceRanking.class, "summary-discouraging.txt");

    SentenceRanking(StopWords stopWords) {
        this.stopWords = stopWords;
    }

    /** At most {@code max} of the sentences in their order; those already told repel their like. */
    List<String> choose(List<String> sentences, List<String> told, int max) {
        List<String> all = new ArrayList<>(told);
        all.addAll(sentences);
        SentenceGraph graph = new SentenceGraph(contentWords(all));
        double[] scores = scores(all, graph, told.size());
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            chosen.add(i);
        }
        while (chosen.size() < all.size() && chosen.size() < told.size() + max) {
            chosen.add(next(scores, graph, chosen, told.size()));
        }
        return chosen.stream()
                .filter(i -> i >= told.size())
                .sorted()
                .map(all::get)
                .toList();
    }

    private static int next(double[] scores, SentenceGraph graph, List<Integer> chosen, int from) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < scores.length; i++) {
            if (chosen.contains(i)) {
                continue;
            }
            double repeats = 0;
            for (int other : chosen) {
                repeats = Math.max(repeats, graph.similarity(i, other));
            }
            double gain = RELEVANCE * scores[i] - (1 - RELEVANCE) * repeats * 2;
            if (gain > most) {
                most = gain;
                best = i;
            }
        }
        return best;
    }

    private double[] scores(List<String> sentences, SentenceGraph graph, int from) {
        double[] scores = graph.centrality();
        int count = Math.max(1, sentences.size() - from);
        for (int i = from; i < scores.length; i++) {
            String lower = " " + sentences.get(i).toLowerCase(Locale.ROOT) + " ";
            double position = 1.0 / (1 + 10.0 * (i - from) / count);
            scores[i] = CENTRALITY * scores[i]
                    + POSITION * position
                    + (containsAny(lower, cues) ? CUE : 0)
                    - LENGTH * Math.max(0, sentences.get(i).length() - COMFORTABLE) / COMFORTABLE
                    - (containsAny(lower, discouraging) ? DISCOURAGED : 0);
        }
        return scores;
    }

    /** Tells a reader what to do rather than what the thing is. */
    boolean isDiscouraged(String sentence) {
        return containsAny(" " + sentence.toLowerCase(Locale.ROOT) + " ", discouraging);
    }

    private static boolean containsAny(String sentence, Set<String> phrases) {
        return phrases.stream().anyMatch(phrase -> sentence.contains(" " + phrase));
    }

    private List<List<String>> contentWords(List<String> sentences) {
        List<List<Word>> words = sentences.stream().map(WordScanner::scan).toList();
        Set<String> stops = stopWords.of(words.stream().flatMap(List::stream).toList());
        return words.stream()
                .map(sentence -> sentence.stream()
                        .map(Word::lower)
                        .filter(word -> !stops.contains(word))
                        .map(Singular::of)
                        .toList())
                .toList();
    }
}

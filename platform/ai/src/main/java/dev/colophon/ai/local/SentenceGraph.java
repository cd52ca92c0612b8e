package dev.colophon.ai.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How alike the sentences of a text are, by the cosine of their tf-idf vectors, and how central each is by LexRank
 * (G. Erkan and D. Radev, "LexRank: graph-based lexical centrality as salience in text summarization", JAIR 22, 2004;
 * the continuous variant, damping 0.85). Quadratic in sentences: bound them before.
 */
final class SentenceGraph {

    private static final double DAMPING = 0.85;
    private static final int MOST_ROUNDS = 60;
    private static final double CLOSE_ENOUGH = 1e-6;

    private final double[][] similarity;

    /** @param sentences the content words of each sentence */
    SentenceGraph(List<List<String>> sentences) {
        List<Map<String, Double>> vectors = vectors(sentences);
        similarity = new double[sentences.size()][sentences.size()];
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = i; j < vectors.size(); j++) {
                similarity[i][j] = dot(vectors.get(i), vectors.get(j));
                similarity[j][i] = similarity[i][j];
            }
        }
    }

    private static List<Map<String, Double>> vectors(List<List<String>> sentences) {
        Map<String, Integer> frequency = new HashMap<>();
        sentences.forEach(words -> new HashSet<>(words).forEach(word -> frequency.merge(word, 1, Integer::sum)));
        List<Map<String, Double>> vectors = new ArrayList<>();
        for (List<String> words : sentences) {
            Map<String, Double> vector = new HashMap<>();
            words.forEach(word -> vector.merge(word, 1.0, Double::sum));
            vector.replaceAll(
                    (word, tf) -> tf * Math.log(1 + (double) sentences.size() / frequency.getOrDefault(word, 1)));
            double length = Math.sqrt(vector.values().stream()
                    .mapToDouble(weight -> weight * weight)
                    .sum());
            vector.replaceAll((word, weight) -> weight / length);
            vectors.add(vector);
        }
        return vectors;
    }

    private static double dot(Map<String, Double> a, Map<String, Double> b) {
        Map<String, Double> small = a.size() <= b.size() ? a : b;
        Map<String, Double> large = small == a ? b : a;
        double sum = 0;
        for (Map.Entry<String, Double> entry : small.entrySet()) {
            Double other = large.get(entry.getKey());
            sum += other == null ? 0 : entry.getValue() * other;
        }
        return sum;
    }

    double similarity(int a, int b) {
        return similarity[a][b];
    }

    /** Each sentence's centrality, 0 to 1, 1 for the most central. */
    double[] centrality() {
        int n = similarity.length;
        double[] rank = new double[n];
        Arrays.fill(rank, 1.0 / Math.max(1, n));
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            // A sentence does not vote for itself, or a stranger to all others would keep its whole weight.
            out[i] = Arrays.stream(similarity[i]).sum() - similarity[i][i];
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] next = step(rank, out);
            double moved = 0;
            for (int i = 0; i < n; i++) {
                moved += Math.abs(next[i] - rank[i]);
            }
            rank = next;
            if (moved < CLOSE_ENOUGH) {
                break;
            }
        }
        double best = Arrays.stream(rank).max().orElse(1);
        return Arrays.stream(rank).map(value -> value / best).toArray();
    }

    private double[] step(double[] rank, double[] out) {
        int n = rank.length;
        double[] next = new double[n];
        Arrays.fill(next, (1 - DAMPING) / n);
        for (int from = 0; from < n; from++) {
            if (out[from] <= 1e-12) {
                continue;
            }
            for (int to = 0; to < n; to++) {
                next[to] += from == to ? 0 : DAMPING * rank[from] * similarity[from][to] / out[from];
            }
        }
        return next;
    }
}

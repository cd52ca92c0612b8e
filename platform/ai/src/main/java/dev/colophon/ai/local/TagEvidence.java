package dev.colophon.ai.local;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many texts of one kind speak of a term. Not thread-safe. */
final class TagEvidence {

    private final Map<String, Double> weights = new HashMap<>();
    private final Map<String, Integer> mentions = new HashMap<>();
    private double total;
    private int texts;

    /** One text's distinct terms. */
    void add(Collection<String> terms, double weight) {
        total += weight;
        texts++;
        for (String term : terms) {
            weights.merge(term, weight, Double::sum);
            mentions.merge(term, 1, Integer::sum);
        }
    }

    Set<String> terms() {
        return weights.keySet();
    }

    int texts() {
        return texts;
    }

    int mentions(String term) {
        return mentions.getOrDefault(term, 0);
    }

    /** The share of texts that speak of the term, by weight. */
    double share(String term) {
        return total == 0 ? 0 : weights.getOrDefault(term, 0.0) / total;
    }
}

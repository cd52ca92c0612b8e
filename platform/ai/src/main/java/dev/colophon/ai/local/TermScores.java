package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Word;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What YAKE says of single words: low is good. The five features are case, position, frequency, relatedness to context
 * and spread over sentences; the formulas are those of R. Campos et al., "YAKE! Keyword extraction from single documents
 * using multiple local features", Information Sciences 509 (2020), with a context window of one word.
 */
final class TermScores {

    private static final class Term {
        private int frequency;
        private int acronyms;
        private int capitals;
        private int links;
        private final Set<String> left = new HashSet<>();
        private final Set<String> right = new HashSet<>();
        private int leftLinks;
        private final Set<Integer> sentences = new HashSet<>();
        private int[] positions = new int[4];

        void seen(Word word, int sentence) {
            if (frequency == positions.length) {
                positions = Arrays.copyOf(positions, frequency * 2);
            }
            positions[frequency++] = sentence;
            sentences.add(sentence);
            if (word.isAcronym()) {
                acronyms++;
            } else if (word.isCapitalised() && !word.first()) {
                capitals++;
            }
        }

        /** Sentences come in order, so the positions are sorted. */
        double median() {
            int middle = frequency / 2;
            return frequency % 2 == 1 ? positions[middle] : (positions[middle - 1] + positions[middle]) / 2.0;
        }
    }

    private final Map<String, Term> terms = new HashMap<>();
    private final int sentences;
    private double typicalFrequency = 1;
    private int maxFrequency = 1;

    TermScores(List<List<Word>> sentences, Set<String> stopWords) {
        this.sentences = Math.max(1, sentences.size());
        for (int i = 0; i < sentences.size(); i++) {
            Word before = null;
            for (Word word : sentences.get(i)) {
                terms.computeIfAbsent(word.lower(), key -> new Term()).seen(word, i);
                if (before != null && !word.cutBefore()) {
                    link(before.lower(), word.lower());
                }
                before = word;
            }
        }
        measure(stopWords);
    }

    private void link(String left, String right) {
        Term l = terms.get(left);
        Term r = terms.get(right);
        if (l != null && r != null) {
            l.right.add(right);
            l.links++;
            r.left.add(left);
            r.leftLinks++;
        }
    }

    private void measure(Set<String> stopWords) {
        double[] content = terms.entrySet().stream()
                .filter(term -> !stopWords.contains(term.getKey()))
                .mapToDouble(term -> term.getValue().frequency)
                .toArray();
        double mean = Arrays.stream(content).average().orElse(1);
        double variance = Arrays.stream(content)
                .map(tf -> (tf - mean) * (tf - mean))
                .average()
                .orElse(0);
        typicalFrequency = mean + Math.sqrt(variance);
        maxFrequency =
                terms.values().stream().mapToInt(term -> term.frequency).max().orElse(1);
    }

    /** The score of a word of the text, in lower case; above 0, low is good. */
    double of(String word) {
        Term term = terms.get(word);
        if (term == null) {
            throw new IllegalArgumentException("Not a word of this text: " + word);
        }
        double tf = term.frequency;
        double casing = Math.max(term.acronyms, term.capitals) / (1 + Math.log(tf));
        double position = Math.log(Math.log(3 + term.median()));
        double frequency = tf / typicalFrequency;
        double context = ratio(term.left.size(), term.leftLinks) + ratio(term.right.size(), term.links);
        double relatedness = 1 + context * tf / maxFrequency;
        double spread = (double) term.sentences.size() / sentences;
        return position * relatedness / (casing + frequency / relatedness + spread / relatedness);
    }

    private static double ratio(int distinct, int all) {
        return all == 0 ? 0 : (double) distinct / all;
    }
}

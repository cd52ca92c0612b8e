package dev.colophon.ai.local;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What speaks for each term of a project: name, description, items, paragraphs of documents, keywords. A term's score is
 * the weighted sum of these, shares by their square root so that a term in a tenth of the texts still counts, raised for
 * phrases whose words seldom go alone.
 */
final class ProjectEvidence {

    private static final double ITEMS_WEIGHT = 1.0;
    private static final double BLOCKS_WEIGHT = 0.9;
    private static final double KEYWORD_WEIGHT = 0.35;
    private static final double DESCRIPTION_WEIGHT = 0.35;
    private static final double NAME_WEIGHT = 0.3;
    private static final double COHESION = 1.0;
    private static final double SPENT = 0.4;

    /** A phrase in a smaller share of texts is no concept of the project yet. */
    private static final double FEW = 0.025;
    /** One mention is enough for a term among the best keywords. */
    private static final int KEYWORDS_TRUSTED = 15;

    private final Set<String> name;
    private final Set<String> description;
    private final TagEvidence items;
    private final TagEvidence blocks;
    private final List<String> keywords;
    private final Map<String, Integer> spentInPhrases = new HashMap<>();

    ProjectEvidence(
            Set<String> name, Set<String> description, TagEvidence items, TagEvidence blocks, List<String> keywords) {
        this.name = name;
        this.description = description;
        this.items = items;
        this.blocks = blocks;
        this.keywords = keywords;
        countPhrases();
    }

    /** How often each word ends one of its two most frequent pairs. */
    private void countPhrases() {
        Map<String, int[]> best = new HashMap<>();
        terms().filter(term -> term.indexOf(' ') > 0 && term.indexOf(' ') == term.lastIndexOf(' '))
                .forEach(pair -> {
                    int[] two = best.computeIfAbsent(pair.substring(pair.indexOf(' ') + 1), key -> new int[2]);
                    int count = mentions(pair);
                    if (count > two[0]) {
                        two[1] = two[0];
                        two[0] = count;
                    } else if (count > two[1]) {
                        two[1] = count;
                    }
                });
        best.forEach((word, two) -> spentInPhrases.put(word, two[0] + two[1]));
    }

    Stream<String> terms() {
        return Stream.of(name, description, items.terms(), blocks.terms())
                .flatMap(Set::stream)
                .distinct();
    }

    int mentions(String term) {
        return items.mentions(term)
                + blocks.mentions(term)
                + (description.contains(term) ? 1 : 0)
                + (name.contains(term) ? 1 : 0);
    }

    /** With {@code rare} a term needs no second mention: texts that repeat nothing have topics, too. 0 is no tag. */
    double score(String term, boolean rare) {
        int rank = keywords.indexOf(term);
        boolean owned = name.contains(term) || description.contains(term);
        if (!owned && !rare && mentions(term) < fewest(rank)) {
            return 0;
        }
        double evidence = ITEMS_WEIGHT * Math.sqrt(items.share(term))
                + BLOCKS_WEIGHT * Math.sqrt(blocks.share(term))
                + (rank < 0 ? 0 : KEYWORD_WEIGHT / (1 + rank / 10.0))
                + (description.contains(term) ? DESCRIPTION_WEIGHT : 0)
                + (name.contains(term) ? NAME_WEIGHT : 0);
        return evidence * (1 + cohesion(term)) * (isSpent(term) ? SPENT : 1);
    }

    private int fewest(int rank) {
        int texts = items.texts() + blocks.texts();
        if (texts < 12) {
            return 1;
        }
        return texts < 40 || (rank >= 0 && rank < KEYWORDS_TRUSTED) ? 2 : 3;
    }

    /** "Limiter" says nothing that "rate limiter" and "time limiter" do not. */
    private boolean isSpent(String term) {
        return mentions(term) > 2 && spentInPhrases.getOrDefault(term, 0) >= 0.9 * mentions(term);
    }

    /** A phrase that its words seldom go without is a concept of its own; generic words, counted nowhere, have no say. */
    private double cohesion(String term) {
        String[] parts = term.split(" ");
        if (parts.length == 1) {
            return 0;
        }
        int rarest = Arrays.stream(parts)
                .mapToInt(this::mentions)
                .filter(count -> count > 0)
                .min()
                .orElse(0);
        double bound = rarest == 0 ? 0 : Math.min(1.0, (double) mentions(term) / rarest);
        double seen = Math.min(1.0, mentions(term) / Math.max(3, FEW * (items.texts() + blocks.texts())));
        return COHESION * bound * seen + 0.05 * parts.length;
    }
}

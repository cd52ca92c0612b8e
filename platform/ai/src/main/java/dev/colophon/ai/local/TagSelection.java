package dev.colophon.ai.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Takes the best terms that say something new: no part of a phrase already told, no third variation of one word. */
final class TagSelection {

    private static final int MOST_TAGS_WITH_A_WORD = 2;
    private static final int MOST_WEIGHED = 400;
    private static final double REPEATED = 0.88;
    private static final double SAME_THING = 0.6;

    /** A term with what speaks for it. */
    record Candidate(String term, double score, int mentions) {}

    private TagSelection() {}

    /** At most {@code max} tags of candidates in order of score. */
    static List<Tag> select(List<Candidate> candidates, ToIntFunction<String> mentions, int max) {
        List<Candidate> left = new ArrayList<>(candidates.subList(0, Math.min(MOST_WEIGHED, candidates.size())));
        List<Candidate> taken = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        while (taken.size() < max && !left.isEmpty()) {
            Candidate next = freshest(left, uses);
            left.remove(next);
            if (isNew(next, taken, uses, mentions)) {
                taken.add(next);
                for (String word : next.term().split(" ")) {
                    uses.merge(word, 1, Integer::sum);
                }
            }
        }
        double best = taken.isEmpty() ? 1 : taken.get(0).score();
        return taken.stream()
                .map(tag -> new Tag(
                        TagMaker.kebab(tag.term()), Math.min(1, tag.score() / best), Math.max(1, tag.mentions())))
                .toList();
    }

    /** The best of those left, where a phrase counts for less when one of its words was told already. */
    private static Candidate freshest(List<Candidate> left, Map<String, Integer> uses) {
        Candidate best = left.get(0);
        double most = Double.NEGATIVE_INFINITY;
        for (Candidate candidate : left) {
            double worth = candidate.score();
            for (String word : candidate.term().split(" ")) {
                worth *= uses.containsKey(word) ? REPEATED : 1;
            }
            if (worth > most) {
                most = worth;
                best = candidate;
            }
        }
        return best;
    }

    private static boolean isNew(
            Candidate next, List<Candidate> taken, Map<String, Integer> uses, ToIntFunction<String> mentions) {
        for (String word : next.term().split(" ")) {
            if (uses.getOrDefault(word, 0) >= MOST_TAGS_WITH_A_WORD) {
                return false;
            }
        }
        return taken.stream().noneMatch(other -> tellsTheSame(next, other, mentions));
    }

    private static boolean tellsTheSame(Candidate next, Candidate taken, ToIntFunction<String> mentions) {
        if (NearDuplicates.areAlike(next.term(), taken.term())
                || next.term().replace(" ", "").equals(taken.term().replace(" ", ""))) {
            return true;
        }
        boolean partOfTaken = (" " + taken.term() + " ").contains(" " + next.term() + " ");
        if (partOfTaken) {
            return taken.mentions() >= SAME_THING * next.mentions();
        }
        boolean extendsTaken = (" " + next.term() + " ").contains(" " + taken.term() + " ");
        boolean longPhrase = taken.term().indexOf(' ') > 0;
        return extendsTaken && (longPhrase || mentions.applyAsInt(next.term()) < 0.1 * taken.mentions());
    }
}

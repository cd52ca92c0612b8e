package dev.colophon.ai.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Takes the best terms that say something new: no part of a phrase already told, no third variation of one word. */
final class TagSelection {

    private static final int MOST_TAGS_WITH_A_WORD = 3;
    private static final double SAME_THING = 0.6;

    /** A term with what speaks for it. */
    record Candidate(String term, double score, int mentions) {}

    private TagSelection() {}

    /** At most {@code max} tags of candidates in order of score. */
    static List<Tag> select(List<Candidate> candidates, ToIntFunction<String> mentions, int max) {
        List<Candidate> taken = new ArrayList<>();
        Map<String, Integer> uses = new HashMap<>();
        for (Candidate candidate : candidates) {
            if (taken.size() >= max) {
                break;
            }
            boolean fresh = taken.stream().noneMatch(other -> tellsTheSame(candidate, other, mentions));
            String[] words = candidate.term().split(" ");
            boolean varied = true;
            for (String word : words) {
                varied &= uses.getOrDefault(word, 0) < MOST_TAGS_WITH_A_WORD;
            }
            if (fresh && varied) {
                taken.add(candidate);
                for (String word : words) {
                    uses.merge(word, 1, Integer::sum);
                }
            }
        }
        double best = taken.isEmpty() ? 1 : taken.get(0).score();
        return taken.stream()
                .map(tag -> new Tag(TagMaker.kebab(tag.term()), tag.score() / best, Math.max(1, tag.mentions())))
                .toList();
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

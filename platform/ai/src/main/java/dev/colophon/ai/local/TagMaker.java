package dev.colophon.ai.local;

import dev.colophon.ai.local.text.StopWords;
import java.util.Comparator;
import java.util.List;

/**
 * Says in tags what a project is about. A term ranks by the share of items and of paragraphs that speak of it, by its
 * keyword score in the documents and by the project's own name; the vocabulary of work (merge, fix, bump), names of
 * people, hashes, versions and keys of issues are no terms. The same texts give the same tags. Thread-safe.
 */
public final class TagMaker {

    private static final int FEW_TAGS = 3;

    private final KeywordExtractor keywords;
    private final StopWords stopWords;
    private final TagWords words;

    TagMaker(KeywordExtractor keywords, StopWords stopWords, TagWords words) {
        this.keywords = keywords;
        this.stopWords = stopWords;
        this.words = words;
    }

    /** At most {@code max} tags, best first; fewer or none where the texts do not hold them. */
    public List<Tag> tags(ProjectTexts project, int max) {
        ProjectEvidence evidence = new EvidenceCollector(keywords, stopWords, words).collect(project);
        List<Tag> tags = tags(evidence, max, false);
        return tags.size() < Math.min(FEW_TAGS, max) ? tags(evidence, max, true) : tags;
    }

    private static List<Tag> tags(ProjectEvidence evidence, int max, boolean rare) {
        List<TagSelection.Candidate> candidates = evidence.terms()
                .map(term -> new TagSelection.Candidate(term, evidence.score(term, rare), evidence.mentions(term)))
                .filter(candidate -> candidate.score() > 0)
                .sorted(Comparator.comparingDouble(TagSelection.Candidate::score)
                        .reversed()
                        .thenComparing(TagSelection.Candidate::term))
                .toList();
        return TagSelection.select(candidates, evidence::mentions, max);
    }

    static String kebab(String term) {
        return term.replace(' ', '-');
    }
}

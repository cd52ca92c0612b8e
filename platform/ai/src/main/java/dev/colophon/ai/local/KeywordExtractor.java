package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.SentenceSplitter;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a text is about: YAKE's term scores over maximal phrases; for short texts frequency with position; without
 * a text the words of its title. The same text gives the same keywords. Thread-safe; some 20 ms for 1,000 words, and
 * never more than {@value #MOST_SENTENCES} sentences.
 */
public final class KeywordExtractor {

    static final int MOST_SENTENCES = 3_000;
    private static final int LONGEST_PHRASE = 80;
    private static final int FEWEST_WORDS = 25;

    private record Scored(Phrases.Phrase phrase, double badness) {}

    private final SentenceSplitter splitter;
    private final StopWords stopWords;

    KeywordExtractor(SentenceSplitter splitter, StopWords stopWords) {
        this.splitter = splitter;
        this.stopWords = stopWords;
    }

    /** At most {@code max} keywords of a Markdown or plain text. */
    public Keywords extract(String text, int max) {
        return extract(null, text, max);
    }

    /** At most {@code max} keywords of a text with a title; the title counts as its first sentence. */
    public Keywords extract(@Nullable String title, String text, int max) {
        Prose prose = Prose.of(text);
        List<List<Word>> words = new ArrayList<>();
        List<List<Word>> titled = title == null ? List.of() : words(List.of(title));
        words.addAll(titled);
        words.addAll(words(splitter.split(prose)));
        int content = words.stream().mapToInt(List::size).sum();
        if (prose.isEmpty()) {
            words.addAll(words(List.copyOf(prose.codeNames())));
            return byFrequency(words, max, words.isEmpty() ? Keywords.Method.NONE : Keywords.Method.TITLE);
        }
        return content < FEWEST_WORDS ? byFrequency(words, max, Keywords.Method.FREQUENCY) : byStatistics(words, max);
    }

    private static List<List<Word>> words(List<String> sentences) {
        return sentences.stream()
                .limit(MOST_SENTENCES)
                .map(WordScanner::scan)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private Keywords byStatistics(List<List<Word>> sentences, int max) {
        Set<String> stops = stopsOf(sentences);
        TermScores scores = new TermScores(sentences, stops);
        return new Keywords(best(sentences, stops, max, phrase -> badness(phrase, scores)), Keywords.Method.YAKE);
    }

    /** A phrase's score: the product of its words' over its frequency and one plus their sum. */
    private static double badness(Phrases.Phrase phrase, TermScores scores) {
        double product = 1;
        double sum = 0;
        for (String word : phrase.words()) {
            double score = scores.of(word);
            product *= score;
            sum += score;
        }
        return product / (phrase.occurrences() * (1 + sum));
    }

    private Keywords byFrequency(List<List<Word>> sentences, int max, Keywords.Method method) {
        int[] rank = {0};
        List<Keyword> keywords = best(
                sentences,
                stopsOf(sentences),
                max,
                phrase -> (1 + 0.1 * rank[0]++) / Math.max(1, phrase.occurrences()));
        return new Keywords(keywords, keywords.isEmpty() ? Keywords.Method.NONE : method);
    }

    private Set<String> stopsOf(List<List<Word>> sentences) {
        return stopWords.of(
                sentences.stream().flatMap(List::stream).limit(2_000).toList());
    }

    private static List<Keyword> best(
            List<List<Word>> sentences, Set<String> stops, int max, ToDoubleFunction<Phrases.Phrase> badness) {
        List<Scored> ranked = new Phrases(stops)
                .in(sentences).stream()
                        .filter(phrase -> phrase.spelling().length() <= LONGEST_PHRASE)
                        .map(phrase -> new Scored(phrase, badness.applyAsDouble(phrase)))
                        .sorted(Comparator.comparingDouble(Scored::badness))
                        .toList();
        List<Keyword> kept = new ArrayList<>();
        for (Scored scored : ranked) {
            if (kept.size() >= max) {
                break;
            }
            String text = scored.phrase().spelling();
            if (kept.stream().noneMatch(keyword -> NearDuplicates.areAlike(keyword.text(), text))) {
                double share = ranked.get(0).badness() / Math.max(scored.badness(), 1e-12);
                kept.add(new Keyword(text, goodness(share), scored.phrase().occurrences()));
            }
        }
        return List.copyOf(kept);
    }

    /** Badness spans orders of magnitude; its logarithm reads like a score. */
    private static double goodness(double shareOfBest) {
        return 1 / (1 - Math.log(Math.min(1, Math.max(shareOfBest, 1e-12))) / 4);
    }
}

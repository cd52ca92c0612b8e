package dev.colophon.embedding.search;

import dev.colophon.embedding.search.Snippet.Highlight;
import dev.colophon.embedding.search.Words.Word;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Picks, of a chunk, the sentences that say most of what was asked for. A word that few of its sentences have says more
 * than one that all of them have.
 */
public final class Snippets {

    private static final int MAX_LENGTH = 280;

    /** Of two passages that say the same the one that says it sooner is better. */
    private static final double WORTH_LOST_TO_THE_END = 0.3;

    private static final String CUT = "…";

    private Snippets() {}

    /** A passage of at most about 280 characters on one line; the beginning where no word of the query occurs. */
    public static String text(String query, String text) {
        return of(query, text).text();
    }

    /** The same, with the words of the query in it. */
    static Snippet of(String query, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        Set<String> wanted = Words.stems(query);
        String passage = line.length() <= MAX_LENGTH ? line : cut(line, best(line, wanted));
        return new Snippet(passage, highlights(passage, wanted));
    }

    private static int best(String line, Set<String> wanted) {
        List<Integer> starts = sentenceStarts(line);
        List<Word> asked = Words.of(line).stream()
                .filter(word -> wanted.contains(word.stem()))
                .toList();
        Map<String, Long> uses = asked.stream().collect(Collectors.groupingBy(Word::stem, Collectors.counting()));
        int best = 0;
        double most = 0;
        for (int start : starts) {
            double worth = worth(asked, start, uses);
            if (worth > most) {
                most = worth;
                best = start;
            }
        }
        return best;
    }

    private static double worth(List<Word> asked, int start, Map<String, Long> uses) {
        Set<String> said = new HashSet<>();
        double worth = 0;
        for (Word word : asked) {
            if (word.start() >= start && word.end() <= start + MAX_LENGTH && said.add(word.stem())) {
                double late = (word.start() - start) * WORTH_LOST_TO_THE_END / MAX_LENGTH;
                worth += (1 + 1.0 / uses.getOrDefault(word.stem(), 1L)) * (1 - late);
            }
        }
        return worth;
    }

    private static List<Highlight> highlights(String passage, Set<String> wanted) {
        List<Highlight> highlights = new ArrayList<>();
        for (Word word : Words.of(passage)) {
            if (wanted.contains(word.stem())) {
                int last = highlights.size() - 1;
                boolean joins = last >= 0 && highlights.get(last).end() >= word.start();
                if (joins) {
                    highlights.set(last, new Highlight(highlights.get(last).start(), word.end()));
                } else {
                    highlights.add(new Highlight(word.start(), word.end()));
                }
            }
        }
        return highlights;
    }

    private static String cut(String line, int start) {
        String prefix = start == 0 ? "" : CUT;
        if (line.length() - start <= MAX_LENGTH) {
            return prefix + line.substring(start);
        }
        int end = line.lastIndexOf(' ', start + MAX_LENGTH);
        if (end <= start + MAX_LENGTH / 2) {
            end = start + MAX_LENGTH;
            end = Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
        }
        return prefix + line.substring(start, end) + CUT;
    }

    private static List<Integer> sentenceStarts(String line) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(line);
        List<Integer> starts = new ArrayList<>();
        for (int start = sentences.first();
                start != BreakIterator.DONE && start < line.length();
                start = sentences.next()) {
            starts.add(start);
        }
        return starts;
    }
}

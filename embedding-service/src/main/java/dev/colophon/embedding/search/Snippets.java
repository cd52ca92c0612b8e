package dev.colophon.embedding.search;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Picks, of a chunk, the sentences that say most of what was asked for. */
final class Snippets {

    private static final int MAX_LENGTH = 280;
    private static final int STEM_LENGTH = 5;
    private static final int SHORTEST_WORD = 3;
    private static final String CUT = "…";

    private Snippets() {}

    /** A passage of at most about 280 characters on one line; the beginning where no word of the query occurs. */
    static String of(String query, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        List<Integer> starts = sentenceStarts(line);
        Set<String> wanted = stems(query);
        int best = 0;
        int most = -1;
        for (int start : starts) {
            Set<String> said = stems(line.substring(start, Math.min(line.length(), start + MAX_LENGTH)));
            said.retainAll(wanted);
            if (said.size() > most) {
                most = said.size();
                best = start;
            }
        }
        return cut(line, best);
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

    private static Set<String> stems(String text) {
        Set<String> stems = new HashSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (word.length() >= SHORTEST_WORD || (!word.isEmpty() && Character.isIdeographic(word.codePointAt(0)))) {
                stems.add(word.length() <= STEM_LENGTH ? word : word.substring(0, STEM_LENGTH));
            }
        }
        return stems;
    }
}

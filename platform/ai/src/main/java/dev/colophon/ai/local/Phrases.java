package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The candidates of a text: maximal runs of content words, bounded by stop words and punctuation. A run longer than a
 * phrase may be gives its pairs.
 */
final class Phrases {

    private static final int LONGEST = 4;

    /** A candidate with the ways it is written. */
    record Phrase(List<String> words, Map<String, Integer> spellings) {

        int occurrences() {
            return spellings.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** As written most often; the first of equals. */
        String spelling() {
            String best = "";
            int most = 0;
            for (Map.Entry<String, Integer> spelling : spellings.entrySet()) {
                if (spelling.getValue() > most) {
                    most = spelling.getValue();
                    best = spelling.getKey();
                }
            }
            return best;
        }
    }

    private final Set<String> stopWords;
    private final Map<String, Phrase> found = new LinkedHashMap<>();

    Phrases(Set<String> stopWords) {
        this.stopWords = stopWords;
    }

    /** All candidates in order of appearance. */
    List<Phrase> in(List<List<Word>> sentences) {
        for (List<Word> sentence : sentences) {
            List<Word> run = new ArrayList<>();
            for (Word word : sentence) {
                if (word.cutBefore() || !isContent(word)) {
                    close(run);
                }
                if (isContent(word)) {
                    run.add(word);
                }
            }
            close(run);
        }
        return List.copyOf(found.values());
    }

    private boolean isContent(Word word) {
        return word.text().length() > 1 && !stopWords.contains(word.lower()) && !word.isNumberOrId();
    }

    private void close(List<Word> run) {
        // A name from code is a candidate of its own, whatever stands beside it.
        if (run.size() > 1) {
            run.stream().filter(Word::isCodeName).forEach(name -> add(List.of(name)));
        }
        if (run.size() > LONGEST) {
            for (int i = 0; i + 1 < run.size(); i++) {
                add(run.subList(i, i + 2));
            }
        } else if (!run.isEmpty()) {
            add(run);
        }
        run.clear();
    }

    private void add(List<Word> run) {
        List<String> words = run.stream().map(Word::lower).toList();
        String spelling = run.stream().map(Word::text).collect(Collectors.joining(" "));
        found.computeIfAbsent(String.join(" ", words), key -> new Phrase(words, new LinkedHashMap<>()))
                .spellings()
                .merge(spelling, 1, Integer::sum);
    }
}

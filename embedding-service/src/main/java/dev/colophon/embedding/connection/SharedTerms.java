package dev.colophon.embedding.connection;

import dev.colophon.embedding.search.Words;
import dev.colophon.embedding.search.Words.Word;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds what two passages have in common that others have not: words that few of the passages use, names before words. */
final class SharedTerms {

    private static final int MOST = 4;
    private static final double OF_A_NAME = 1.5;

    private final Map<String, Integer> uses = new HashMap<>();
    private final int passages;

    /** @param among the passages that tell which words are common */
    SharedTerms(Collection<String> among) {
        this.passages = among.size();
        among.forEach(passage -> Words.stems(passage).forEach(stem -> uses.merge(stem, 1, Integer::sum)));
    }

    /** As the first of the two writes them, the most telling first. */
    List<String> of(String passage, String other) {
        Set<String> shared = Words.stems(other);
        Map<String, String> forms = new LinkedHashMap<>();
        for (Word word : Words.of(passage)) {
            String form = passage.substring(word.start(), word.end());
            if (shared.contains(word.stem()) && form.codePoints().anyMatch(Character::isLetter)) {
                forms.putIfAbsent(word.stem(), form);
            }
        }
        return forms.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, String> term) -> -weight(term)))
                .limit(MOST)
                .map(Map.Entry::getValue)
                .toList();
    }

    private double weight(Map.Entry<String, String> term) {
        double rare = Math.log1p((double) passages / uses.getOrDefault(term.getKey(), 1));
        String form = term.getValue();
        boolean name =
                form.length() > 1 && !form.substring(1).equals(form.substring(1).toLowerCase(Locale.ROOT));
        return name ? rare * OF_A_NAME : rare;
    }
}

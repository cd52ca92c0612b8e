package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Identifiers;
import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordScanner;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scores generated metadata without a model, so that answers of all providers are comparable. Tags: five or more are
 * full marks, times the share well formed (kebab case, four words at most, no identifier), times variety (distinct words
 * over words). Summary: 60 to 700 characters are full marks, shorter and longer fall off; a copy of the name, a hash or an
 * apology of a model costs. Grounding: the mean share of tags and of the summary's content words that the source holds;
 * numbers that it does not hold cost double. Thread-safe.
 */
public final class MetadataQuality {

    private static final int ENOUGH_TAGS = 5;
    private static final int TOO_MANY_TAGS = 15;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 700;
    private static final int MOST_SOURCE = 1_000_000;
    private static final Pattern KEBAB = Pattern.compile("[\\p{L}\\p{N}+#.]++(?:-[\\p{L}\\p{N}+#.]++){0,3}+");
    private static final Pattern APOLOGY = Pattern.compile(
            "(?i)\\b(?:as an ai|i cannot|i can't|i'm sorry|language model|here is (?:a|the) summary|no information)\\b");

    private final StopWords stopWords;

    MetadataQuality(StopWords stopWords) {
        this.stopWords = stopWords;
    }

    public QualityScore score(
            ProjectTexts source, List<String> tags, String summary, @Nullable String difficultyWireName) {
        Set<String> words = sourceWords(source);
        double ofTags = tags(tags);
        double ofSummary = summary(source, summary);
        double grounding = (grounded(tags, words) + grounded(List.of(summary), words)) / 2;
        double value = 0.35 * ofTags + 0.35 * ofSummary + 0.3 * grounding;
        boolean rated = difficultyWireName != null
                && DifficultyLevel.ofWireName(difficultyWireName).isPresent();
        double total = tags.isEmpty() && summary.isBlank() ? 0 : value * (rated ? 1 : 0.9);
        return new QualityScore(round(total), round(ofTags), round(ofSummary), round(grounding));
    }

    private double tags(List<String> tags) {
        if (tags.isEmpty()) {
            return 0;
        }
        double number = tags.size() > TOO_MANY_TAGS
                ? (double) TOO_MANY_TAGS / tags.size()
                : Math.min(1, (double) tags.size() / ENOUGH_TAGS);
        double formed = (double) tags.stream().filter(this::isWellFormed).count() / tags.size();
        List<String> words =
                tags.stream().flatMap(tag -> Arrays.stream(tag.split("-"))).toList();
        double variety = Math.min(1, 1.25 * new HashSet<>(words).size() / Math.max(1, words.size()));
        return number * formed * variety;
    }

    private boolean isWellFormed(String tag) {
        return tag.equals(tag.toLowerCase(Locale.ROOT))
                && tag.length() <= 50
                && KEBAB.matcher(tag).matches()
                && !stopWords.english().contains(tag)
                && !Identifiers.isNumber(tag)
                && !Identifiers.isHash(tag)
                && !Identifiers.isReference(tag);
    }

    private static double summary(ProjectTexts source, String summary) {
        String text = summary.strip();
        if (text.isEmpty() || text.equalsIgnoreCase(source.name().strip())) {
            return 0;
        }
        double length = text.length() < SHORTEST
                ? (double) text.length() / SHORTEST
                : Math.min(1, (double) LONGEST / text.length());
        boolean sentence = ".!?。！？…\"".indexOf(text.charAt(text.length() - 1)) >= 0;
        boolean hash = WordScanner.scan(text).stream().map(Word::text).anyMatch(Identifiers::isHash);
        double form =
                (sentence ? 1 : 0.8) * (hash ? 0.6 : 1) * (APOLOGY.matcher(text).find() ? 0.2 : 1);
        boolean copiesName = text.length() < source.name().length() + 12
                && text.toLowerCase(Locale.ROOT).contains(source.name().strip().toLowerCase(Locale.ROOT));
        return length * form * (copiesName ? 0.3 : 1);
    }

    private double grounded(Collection<String> texts, Set<String> source) {
        double all = 0;
        double found = 0;
        for (String text : texts) {
            for (Word word : WordScanner.scan(text.replace('-', ' '))) {
                if (!stopWords.english().contains(word.lower())) {
                    double weight = Identifiers.isNumber(word.text()) ? 2 : 1;
                    all += weight;
                    found += source.contains(Singular.of(word.lower())) ? weight : 0;
                }
            }
        }
        return all == 0 ? 0 : found / all;
    }

    private static Set<String> sourceWords(ProjectTexts source) {
        Set<String> words = new HashSet<>();
        addWords(words, source.name());
        addWords(words, source.description() == null ? "" : source.description());
        int read = 0;
        for (String text : source.documents()) {
            addWords(words, Prose.of(text).text());
        }
        for (String text : source.items()) {
            read += text.length();
            if (read > MOST_SOURCE) {
                break;
            }
            addWords(words, text);
        }
        return words;
    }

    private static void addWords(Set<String> words, String text) {
        for (Word word : WordScanner.scan(text)) {
            words.add(Singular.of(word.lower()));
            for (String piece : word.text().split("(?<=[a-z0-9])(?=[A-Z])|[-_.]")) {
                words.add(Singular.of(piece.toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.SentenceSplitter;
import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordList;
import dev.colophon.ai.local.text.WordScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rates how much a reader must know: readability, the share of technical terms and the density of code, weighed
 * {@code 0.3 school years + 0.5 terms + 0.2 code}, eased by phrases that take beginners by the hand. Thread-safe.
 */
public final class DifficultyRater {

    private static final int MOST_SENTENCES = 2_000;
    private static final int ITEMS_READ = 300;
    private static final double INTERMEDIATE_FROM = 0.30;
    private static final double ADVANCED_FROM = 0.48;
    private static final double EXPERT_FROM = 0.70;

    private final SentenceSplitter splitter;
    private final StopWords stopWords;
    private final Set<String> expert = WordList.read(DifficultyRater.class, "difficulty-expert.txt");
    private final Set<String> beginner = WordList.read(DifficultyRater.class, "difficulty-beginner.txt");

    DifficultyRater(SentenceSplitter splitter, StopWords stopWords) {
        this.splitter = splitter;
        this.stopWords = stopWords;
    }

    /** Rates a Markdown or plain text; one without words is for beginners. */
    public Difficulty rate(String text) {
        return rate(Prose.of(text));
    }

    /** Rates all that is known of a project together. */
    public Difficulty rate(ProjectTexts project) {
        ItemTexts items =
                ItemTexts.of(project.items().stream().limit(ITEMS_READ).toList());
        String text = Stream.of(
                        Stream.of(project.description() == null ? "" : project.description()),
                        project.documents().stream(),
                        items.subjects().stream(),
                        items.bodies().stream())
                .flatMap(texts -> texts)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n\n"));
        return rate(Prose.of(text));
    }

    private Difficulty rate(Prose prose) {
        List<List<Word>> sentences = splitter.split(prose).stream()
                .limit(MOST_SENTENCES)
                .map(WordScanner::scan)
                .toList();
        List<Word> words = sentences.stream().flatMap(List::stream).toList();
        Readability readability = Readability.of(
                sentences.stream().map(DifficultyRater::plainWords).toList());
        double technical = technicalShare(words);
        double score =
                words.isEmpty() ? 0 : score(readability, technical, prose.codeDensity(), guidance(prose, words.size()));
        return new Difficulty(
                level(score),
                round(score),
                words.size(),
                round(readability.fleschReadingEase()),
                round(readability.fleschKincaidGrade()),
                round(readability.smog()),
                round(technical),
                round(prose.codeDensity()));
    }

    /** Names from code would pass for words of ten syllables. */
    private static List<String> plainWords(List<Word> sentence) {
        return sentence.stream()
                .filter(word -> !word.isCodeName() && !word.isNumberOrId())
                .map(Word::text)
                .toList();
    }

    private double technicalShare(List<Word> words) {
        int content = 0;
        double technical = 0;
        Set<String> stops = stopWords.english();
        for (Word word : words) {
            if (stops.contains(word.lower()) || word.isNumberOrId()) {
                continue;
            }
            content++;
            if (expert.contains(word.lower()) || expert.contains(Singular.of(word.lower()))) {
                technical += 1.5;
            } else if (word.isCodeName()) {
                technical += 1;
            } else if (word.isAcronym() && word.text().length() <= 6) {
                technical += 0.5;
            }
        }
        return content == 0 ? 0 : Math.min(1, technical / content);
    }

    private double guidance(Prose prose, int words) {
        String text = " " + prose.text().toLowerCase(Locale.ROOT) + " ";
        int hits = 0;
        for (String phrase : beginner) {
            for (int at = text.indexOf(phrase);
                    at >= 0 && hits < 1_000;
                    at = text.indexOf(phrase, at + phrase.length())) {
                hits++;
            }
        }
        return Math.min(1, 25.0 * hits / Math.max(50, words));
    }

    private static double score(Readability readability, double technical, double code, double guidance) {
        List<Double> parts = new ArrayList<>();
        double school = readability.words() == 0
                ? 0.5
                : clamp((readability.fleschKincaidGrade() + readability.smog()) / 2 / 18);
        parts.add(0.3 * school);
        parts.add(0.5 * clamp(technical / 0.25));
        parts.add(0.2 * clamp(code / 0.5));
        parts.add(-0.15 * guidance);
        return clamp(parts.stream().mapToDouble(Double::doubleValue).sum());
    }

    private static DifficultyLevel level(double score) {
        if (score < INTERMEDIATE_FROM) {
            return DifficultyLevel.BEGINNER;
        }
        if (score < ADVANCED_FROM) {
            return DifficultyLevel.INTERMEDIATE;
        }
        return score < EXPERT_FROM ? DifficultyLevel.ADVANCED : DifficultyLevel.EXPERT;
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}

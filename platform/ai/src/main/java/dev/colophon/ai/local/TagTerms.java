package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The terms of one to three words that a text could be tagged with, folded to lower case and singular. Names of classes
 * are cut at their humps: {@code RetryTopicConfiguration} speaks of a retry topic.
 */
final class TagTerms {

    private static final int LONGEST_TERM = 3;
    private static final int MOST_CHARACTERS = 20_000;
    private static final Pattern HUMPS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-_]");
    private static final Set<String> TECHNICAL_ENDINGS = Set.of("test", "tests", "it", "impl", "java", "xml", "kt");

    private final TagWords words;
    private final Predicate<String> excluded;

    TagTerms(TagWords words, Predicate<String> excluded) {
        this.words = words;
        this.excluded = excluded;
    }

    /** The distinct terms of a text, in order of appearance. */
    Set<String> of(String text) {
        Set<String> terms = new LinkedHashSet<>();
        List<String> run = new ArrayList<>();
        String read = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        for (Word word : WordScanner.scan(read)) {
            if (word.cutBefore()) {
                close(run, terms);
            }
            if (word.isNumberOrId()) {
                close(run, terms);
            } else if (isPath(word)) {
                close(run, terms);
                readClassesIn(word.text(), run, terms);
            } else if (isClassName(word)) {
                close(run, terms);
                readClassName(pieces(word.text()), run, terms);
            } else {
                for (String piece : word.text().split("-")) {
                    extend(run, piece, terms);
                }
            }
        }
        close(run, terms);
        return terms;
    }

    /** "StringUtils.chop" and "org.example.StringUtils" speak of string utils. */
    private void readClassesIn(String path, List<String> run, Set<String> terms) {
        for (String segment : path.split("[._']")) {
            Word word = new Word(segment, false, false);
            if (segment.length() > 2 && isClassName(word) && !segment.endsWith("Exception")) {
                readClassName(pieces(segment), run, terms);
            }
        }
    }

    /** A class's whole name may be made of words that say nothing alone: "string utils". */
    private void readClassName(List<String> pieces, List<String> run, Set<String> terms) {
        pieces.forEach(piece -> extend(run, piece, terms));
        boolean whole = run.size() == pieces.size() && run.size() > 1 && run.size() <= LONGEST_TERM;
        if (whole && !run.contains("exception") && !run.contains("error")) {
            terms.add(String.join(" ", run));
        }
        close(run, terms);
    }

    private boolean isPath(Word word) {
        return word.text().indexOf('_') >= 0
                || (word.text().indexOf('.') >= 0 && !isNameWithDot(word.text()))
                || word.text().indexOf('\'') >= 0
                || (word.isCodeName() && Character.isLowerCase(word.text().charAt(0)) && !words.isName(word.lower()));
    }

    private static boolean isNameWithDot(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".js") || lower.equals(".net") || lower.equals("asp.net");
    }

    private boolean isClassName(Word word) {
        return word.isCodeName() && word.isCapitalised() && !words.isName(word.lower());
    }

    private List<String> pieces(String name) {
        List<String> pieces = joinedNames(List.of(HUMPS.split(name)));
        while (pieces.size() > 1
                && TECHNICAL_ENDINGS.contains(pieces.get(pieces.size() - 1).toLowerCase(Locale.ROOT))) {
            pieces.remove(pieces.size() - 1);
        }
        return pieces;
    }

    /** "Google", "Gen", "Ai" are two words. */
    private List<String> joinedNames(List<String> humps) {
        List<String> pieces = new ArrayList<>();
        for (String hump : humps) {
            int last = pieces.size() - 1;
            String joined = last < 0 ? hump : pieces.get(last) + hump;
            if (last >= 0
                    && (words.isName(joined.toLowerCase(Locale.ROOT))
                            || (pieces.get(last).length() < 3
                                    && !words.mayStand(pieces.get(last).toLowerCase(Locale.ROOT))))) {
                pieces.set(last, joined);
            } else {
                pieces.add(hump);
            }
        }
        return pieces;
    }

    /** "Messaging message" tells one thing twice. */
    private static boolean repeatsItself(List<String> term) {
        for (int i = 1; i < term.size(); i++) {
            String before = term.get(i - 1);
            String word = term.get(i);
            int stem = Math.min(6, Math.min(before.length(), word.length()));
            if (before.equals(word) || (stem >= 5 && before.regionMatches(0, word, 0, stem))) {
                return true;
            }
        }
        return false;
    }

    private void extend(List<String> run, String piece, Set<String> terms) {
        String word = Singular.of(piece.toLowerCase(Locale.ROOT));
        if (words.mayStand(word)
                && words.mayStand(piece.toLowerCase(Locale.ROOT))
                && !excluded.test(word)
                && !excluded.test(piece.toLowerCase(Locale.ROOT))) {
            run.add(word);
        } else {
            close(run, terms);
        }
    }

    private void close(List<String> run, Set<String> terms) {
        for (int from = 0; from < run.size(); from++) {
            for (int to = from + 1; to <= Math.min(run.size(), from + LONGEST_TERM); to++) {
                List<String> term = run.subList(from, to);
                if (!term.stream().allMatch(words::isGeneric)
                        && !words.isBadEnding(term.get(term.size() - 1))
                        && !repeatsItself(term)) {
                    terms.add(String.join(" ", term));
                }
            }
        }
        run.clear();
    }
}

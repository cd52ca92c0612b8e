package dev.colophon.embedding.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a text that say something, where they stand, and by which they are compared: the beginning of a word stands
 * for its forms; Chinese, Japanese and Korean, which leave no room between words, count by pairs of characters.
 */
public final class Words {

    private static final int STEM_LENGTH = 5;
    private static final int SHORTEST = 3;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    /** What joins and points in English, and says nothing by itself. */
    private static final Set<String> SAY_NOTHING = Set.of(
            ("a about after again all also although an and another any are as at be because been before being between both"
                            + " but by can cannot could did do does doing done down each else even every few for from had has have"
                            + " having he her here him his how however i if in instead into is it its just less like made make makes"
                            + " many may me might more most much must my neither no nor not now of off on once one only onto or other"
                            + " our out over own per rather same she should since so some such than that the their them then there"
                            + " these they this those though through thus to too under until up upon us use used uses using very was"
                            + " we were what when where whether which while who whose why will with within without would yet you your")
                    .split(" "));

    /**
     * A word where it stands.
     *
     * @param start of it in the text
     * @param end after it
     * @param stem by which it is compared
     */
    public record Word(int start, int end, String stem) {}

    private Words() {}

    /** The words that say something, in the text's order. */
    public static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (leavesNoRoom(text.codePointAt(matcher.start()))) {
                addPairs(text, matcher.start(), matcher.end(), words);
            } else {
                String word = matcher.group().toLowerCase(Locale.ROOT);
                if (word.length() >= SHORTEST && !SAY_NOTHING.contains(word)) {
                    words.add(new Word(matcher.start(), matcher.end(), stem(word)));
                }
            }
        }
        return words;
    }

    /** By what the words of a text are compared. */
    public static Set<String> stems(String text) {
        return of(text).stream().map(Word::stem).collect(Collectors.toCollection(HashSet::new));
    }

    private static String stem(String word) {
        boolean cutsPair = word.length() > STEM_LENGTH && Character.isHighSurrogate(word.charAt(STEM_LENGTH - 1));
        return word.length() <= STEM_LENGTH ? word : word.substring(0, cutsPair ? STEM_LENGTH + 1 : STEM_LENGTH);
    }

    private static void addPairs(String text, int start, int end, List<Word> words) {
        int first = start;
        int second = text.offsetByCodePoints(first, 1);
        if (second >= end) {
            words.add(new Word(first, end, text.substring(first, end)));
        }
        while (second < end) {
            int after = text.offsetByCodePoints(second, 1);
            words.add(new Word(first, after, text.substring(first, after)));
            first = second;
            second = after;
        }
    }

    private static boolean leavesNoRoom(int character) {
        return Character.isIdeographic(character)
                || switch (Character.UnicodeScript.of(character)) {
                    case HIRAGANA, KATAKANA, HANGUL, THAI -> true;
                    default -> false;
                };
    }
}

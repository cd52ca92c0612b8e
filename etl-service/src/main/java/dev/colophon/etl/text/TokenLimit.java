package dev.colophon.etl.text;

import java.util.List;

/**
 * Limits texts by tokens without a model's vocabulary: a word counts one for every four letters begun, a sign one, a
 * character of a script without spaces one. Close to what models count for English, never far below it for others.
 */
public final class TokenLimit {

    private static final int LETTERS_A_TOKEN = 4;
    private static final String CUT = " …";

    private TokenLimit() {}

    /** About how many tokens a text has. */
    public static int tokens(String text) {
        return count(text, Integer.MAX_VALUE).tokens();
    }

    /**
     * The text, or its beginning of at most {@code tokens} with an ellipsis: cut after a paragraph, a line, a sentence or a
     * word, whichever comes first from the end of the last fifth, and within a word only where it alone is too long.
     */
    public static String shortened(String text, int tokens) {
        int end = count(text, tokens).end();
        if (end == text.length()) {
            return text;
        }
        return text.substring(0, niceEnd(text, end)).stripTrailing() + CUT;
    }

    private static int niceEnd(String text, int end) {
        int earliest = end - end / 5;
        for (String boundary : List.of("\n\n", "\n", ". ", "。")) {
            int at = text.lastIndexOf(boundary, end - boundary.length());
            if (at >= earliest) {
                return at + boundary.length();
            }
        }
        int at = end;
        while (at > 0 && !Character.isWhitespace(text.charAt(at)) && inWord(text.codePointBefore(at))) {
            at--;
        }
        return at > 0 ? at : end;
    }

    private static Count count(String text, int limit) {
        int tokens = 0;
        int letters = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (Character.isLetterOrDigit(character) && spaced(character)) {
                tokens += letters % LETTERS_A_TOKEN == 0 ? 1 : 0;
                letters++;
            } else {
                letters = 0;
                tokens += Character.isWhitespace(character) ? 0 : 1;
            }
            if (tokens > limit) {
                return new Count(limit, at);
            }
            at += Character.charCount(character);
        }
        return new Count(tokens, at);
    }

    /** Whether the character's script puts spaces between words. */
    private static boolean spaced(int character) {
        if (character < 0x0E00) {
            return !Character.isWhitespace(character);
        }
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, HANGUL -> false;
            default -> Character.isLetterOrDigit(character);
        };
    }

    private static boolean inWord(int character) {
        return spaced(character) || Character.UnicodeScript.of(character) == Character.UnicodeScript.HANGUL;
    }

    private record Count(int tokens, int end) {}
}

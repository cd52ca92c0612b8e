package dev.colophon.ai.local.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts a sentence into {@link Word}s in one pass. Chinese and Japanese runs are cut where particles part them. */
public final class WordScanner {

    /** Grammar, not content: particles and the commonest function words of Chinese. */
    private static final String CHINESE_FUNCTION = "的了和是在与與及或等对對为為将將并並可以有不这這那其于於被把从從到给給您你我他她它们們就也都会會能要让讓使用个個中上下";

    private static final String[] KOREAN_PARTICLES = {
        "에서", "으로", "에게", "까지", "부터", "이나", "하는", "하고", "합니다", "입니다", "을", "를", "이", "가", "은", "는", "의", "에", "로", "과",
        "와", "도"
    };

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private boolean cut = true;

    private WordScanner(String text) {
        this.text = text;
    }

    /** The words of one sentence. */
    public static List<Word> scan(String sentence) {
        WordScanner scanner = new WordScanner(sentence);
        scanner.run();
        return scanner.words;
    }

    private void run() {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (Script.isHanOrKana(c)) {
                at = ideographs(at);
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                at = word(at);
            } else {
                cut |= !Character.isWhitespace(c) && "'\"`*’“”‘@$".indexOf(c) < 0;
                at += Character.charCount(c);
            }
        }
    }

    private int word(int start) {
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (Script.isHanOrKana(c) || !(isWordPart(c) || joins(at))) {
                break;
            }
            at += Character.charCount(c);
        }
        add(withoutEnding(text.substring(start, at)));
        return at;
    }

    private static boolean isWordPart(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || c == '_'
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** A dot, dash, plus or apostrophe inside a word: between two letters or digits. */
    private boolean joins(int at) {
        char c = text.charAt(at);
        if (c == '+' || c == '#') {
            return isLanguageSuffix(at);
        }
        return ".-'’".indexOf(c) >= 0
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at + 1))
                && Character.isLetterOrDigit(text.charAt(at - 1));
    }

    /** C++, C#, F#. */
    private boolean isLanguageSuffix(int at) {
        char before = text.charAt(at - 1);
        boolean single = at < 2 || !Character.isLetterOrDigit(text.charAt(at - 2));
        boolean ends = at + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
        return ends && ((Character.isUpperCase(before) && single) || before == '+');
    }

    private static String withoutEnding(String word) {
        int length = word.length();
        if (length > 2 && (word.endsWith("'s") || word.endsWith("’s"))) {
            return word.substring(0, length - 2);
        }
        if (length > 2 && isHangul(word.charAt(0))) {
            for (String particle : KOREAN_PARTICLES) {
                if (word.endsWith(particle) && length - particle.length() >= 2) {
                    return word.substring(0, length - particle.length());
                }
            }
        }
        return word;
    }

    private static boolean isHangul(char c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    /** Hiragana and function characters part content; what is left between them, two to six long, is a word. */
    private int ideographs(int start) {
        int at = start;
        while (at < text.length() && Script.isHanOrKana(text.charAt(at)) && !isParticle(text.charAt(at))) {
            boolean changes = at > start && isKatakana(text.charAt(at)) != isKatakana(text.charAt(at - 1));
            if (changes) {
                break;
            }
            at++;
        }
        int length = at - start;
        if (length >= 2 && (length <= 6 || isKatakana(text.charAt(start)))) {
            add(text.substring(start, at));
        } else {
            cut = true;
        }
        if (at < text.length() && isParticle(text.charAt(at))) {
            cut = true;
            return at + 1;
        }
        return Math.max(at, start + 1);
    }

    private static boolean isParticle(char c) {
        return (c >= 0x3040 && c <= 0x309F) || CHINESE_FUNCTION.indexOf(c) >= 0;
    }

    private static boolean isKatakana(char c) {
        return c >= 0x30A0 && c <= 0x30FF;
    }

    private void add(String word) {
        words.add(new Word(word, words.isEmpty(), cut));
        cut = false;
    }
}

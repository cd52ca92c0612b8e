package dev.colophon.ai.local;

import java.util.List;
import java.util.Locale;

/**
 * The classic formulas: Flesch (1948), Flesch and Kincaid (1975), SMOG (McLaughlin, 1969). Syllables are counted by
 * groups of vowels, right for some nine English words of ten.
 */
record Readability(int sentences, int words, int syllables, int longWords) {

    /** Of words in sentences; only words with Latin letters count. */
    static Readability of(List<List<String>> sentences) {
        int words = 0;
        int syllables = 0;
        int longWords = 0;
        int counted = 0;
        for (List<String> sentence : sentences) {
            int before = words;
            for (String word : sentence) {
                int beats = syllables(word);
                if (beats > 0) {
                    words++;
                    syllables += beats;
                    longWords += beats >= 3 ? 1 : 0;
                }
            }
            counted += words > before ? 1 : 0;
        }
        return new Readability(counted, words, syllables, longWords);
    }

    double fleschReadingEase() {
        return words == 0 ? 0 : 206.835 - 1.015 * words / sentences - 84.6 * syllables / words;
    }

    double fleschKincaidGrade() {
        return words == 0 ? 0 : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    }

    double smog() {
        return words == 0 ? 0 : 1.043 * Math.sqrt(30.0 * longWords / sentences) + 3.1291;
    }

    /** 0 for what is no Latin word. */
    static int syllables(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int count = 0;
        boolean vowelBefore = false;
        boolean latin = false;
        for (int i = 0; i < Math.min(lower.length(), 60); i++) {
            char c = lower.charAt(i);
            latin |= c >= 'a' && c <= 'z';
            boolean vowel = "aeiouyáéíóúàèìòùäëïöüâêîôû".indexOf(c) >= 0;
            count += vowel && !vowelBefore ? 1 : 0;
            vowelBefore = vowel;
        }
        if (!latin) {
            return 0;
        }
        boolean silent = lower.endsWith("e") && !lower.endsWith("le") || lower.endsWith("es") || lower.endsWith("ed");
        return Math.max(1, silent && count > 1 ? count - 1 : count);
    }
}

package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Singular;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells when two phrases are the same for a reader. */
final class NearDuplicates {

    private static final double SAME = 0.9;

    private NearDuplicates() {}

    /** Equal but for plurals, hyphens and case, or alike in nine characters of ten. */
    static boolean areAlike(String a, String b) {
        String left = folded(a);
        String right = folded(b);
        int longest = Math.max(left.length(), right.length());
        if (left.equals(right)) {
            return true;
        }
        if (Math.abs(left.length() - right.length()) > longest * (1 - SAME)) {
            return false;
        }
        return 1.0 - (double) distance(left, right) / longest >= SAME;
    }

    private static String folded(String phrase) {
        return Arrays.stream(phrase.toLowerCase(Locale.ROOT).split("[\\s-]+"))
                .map(Singular::of)
                .collect(Collectors.joining(" "));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(row[j - 1], before[j]));
            }
            before = row;
        }
        return before[b.length()];
    }
}

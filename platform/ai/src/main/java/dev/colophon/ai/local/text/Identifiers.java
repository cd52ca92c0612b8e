package dev.colophon.ai.local.text;

import java.util.regex.Pattern;

/** Recognises what points at something without saying what it is about. */
public final class Identifiers {

    private static final Pattern NUMBER = Pattern.compile(
            "\\d{4}-\\d\\d(?:-\\d\\d)?|[vV]?\\d[\\d.,:/x_]*+(?:[-.+]?(?:[A-Za-z]{1,12}+[.-]?\\d*+|SNAPSHOT|RELEASE|GA|Final))?");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{7,64}");
    private static final Pattern REFERENCE =
            Pattern.compile("(?i)(?:gh|pr|issue|bug)-?\\d++|[a-z][a-z0-9]{1,9}+-\\d++");

    private Identifiers() {}

    /** A number, a quantity, a date or a version such as 2.0, v3.5.15, 1.x or 4.0.0-M2. */
    public static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    /** Seven hexadecimal digits or more with a digit among them: a commit, a checksum. */
    public static boolean isHash(String word) {
        return HASH.matcher(word).matches() && word.chars().anyMatch(Character::isDigit);
    }

    /** The key of an issue: GH-1234, KAFKA-77. Not CVE-2024-1234, which names a thing. */
    public static boolean isReference(String word) {
        return REFERENCE.matcher(word).matches();
    }
}

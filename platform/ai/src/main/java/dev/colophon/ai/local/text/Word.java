package dev.colophon.ai.local.text;

import java.util.Locale;

/**
 * A word as it stands in its sentence. Names from code stay whole: {@code KafkaTemplate}, {@code max.poll.records},
 * {@code CVE-2024-1234}.
 *
 * @param text as written
 * @param first it opens its sentence
 * @param cutBefore punctuation parts it from the word before
 */
public record Word(String text, boolean first, boolean cutBefore) {

    public String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Two capitals or more and no small letter: JVM, HTTP2. */
    public boolean isAcronym() {
        return text.length() > 1
                && text.chars().filter(Character::isUpperCase).count() > 1
                && text.chars().noneMatch(Character::isLowerCase);
    }

    public boolean isCapitalised() {
        return Character.isUpperCase(text.codePointAt(0));
    }

    /** Looks like a name from code: inner capitals, dots, underscores. */
    public boolean isCodeName() {
        boolean inner = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            inner |= c == '_' || c == '.' || (Character.isUpperCase(c) && Character.isLowerCase(text.charAt(i - 1)));
        }
        return inner && text.chars().anyMatch(Character::isLetter);
    }

    /** Digits, versions, hashes, addresses: what counts or points and names no topic. */
    public boolean isNumberOrId() {
        return Identifiers.isNumber(text) || Identifiers.isHash(text) || Identifiers.isReference(text);
    }
}

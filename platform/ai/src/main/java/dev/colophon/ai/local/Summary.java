package dev.colophon.ai.local;

import java.util.List;

/** Sentences of a text in the text's order. */
public record Summary(List<String> sentences) {

    public Summary {
        sentences = sentences.stream().map(Summary::ended).toList();
    }

    /** Items of lists often lack their full stop. */
    private static String ended(String sentence) {
        String text = sentence.strip();
        int last = text.isEmpty() ? 0 : text.codePointBefore(text.length());
        boolean open = (Character.isLetterOrDigit(last) && last < 0x2E80) || last == ')';
        return open ? text + "." : text;
    }

    public String text() {
        return String.join(" ", sentences);
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }
}

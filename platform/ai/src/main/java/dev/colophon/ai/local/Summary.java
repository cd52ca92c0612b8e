package dev.colophon.ai.local;

import java.util.List;

/** Sentences of a text in the text's order. */
public record Summary(List<String> sentences) {

    public Summary {
        sentences = List.copyOf(sentences);
    }

    public String text() {
        return String.join(" ", sentences);
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }
}

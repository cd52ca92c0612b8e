package dev.colophon.embedding.search;

import java.util.List;

/**
 * A passage on one line, and where it says what was asked for.
 *
 * @param highlights in order, none touching another
 */
record Snippet(String text, List<Highlight> highlights) {

    Snippet {
        highlights = List.copyOf(highlights);
    }

    /**
     * A part of a snippet, counted in UTF-16 code units.
     *
     * @param start the first
     * @param end the one after the last
     */
    record Highlight(int start, int end) {}
}

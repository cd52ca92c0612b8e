package dev.colophon.embedding.chunk;

/**
 * The smallest range of a text that is never cut: a sentence, a list item, a code fence that fits.
 *
 * @param start inclusive
 * @param end exclusive, white space after it included
 * @param tokens of the range; more for text that has few tokens but many characters
 * @param boundary how well a chunk may begin here
 * @param level of a heading, from 1; 0 for everything else
 */
record Unit(int start, int end, int tokens, Boundary boundary, int level) {

    /** From the worst place to begin a chunk to the best. */
    enum Boundary {
        WORD,
        SENTENCE,
        PARAGRAPH,
        HEADING
    }
}

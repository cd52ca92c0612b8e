package dev.colophon.embedding.chunk;

/**
 * A structural part of a text.
 *
 * @param level of a heading, from 1; 0 for everything else
 */
record Block(Kind kind, int start, int end, int level) {

    enum Kind {
        HEADING,
        FENCE,
        PROSE,
        /** One line of a list or table, or what follows it directly. */
        LINE
    }
}

package dev.colophon.ai.local.text;

/** A piece of prose that stands on its own. */
public record Block(Kind kind, String text) {

    /** What the piece is in its document. */
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST_ITEM
    }
}

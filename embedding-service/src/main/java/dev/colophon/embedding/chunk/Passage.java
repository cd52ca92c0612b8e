package dev.colophon.embedding.chunk;

/**
 * A piece of an item, ready to be embedded.
 *
 * @param context what the piece is about: the item's title and the headings above; may be empty
 * @param text the piece as it stands in the item
 * @param tokens of the embedded text, special tokens included
 */
record Passage(String context, String text, int tokens) {

    /** What the model reads. */
    String embeddedText() {
        return ChunkWork.embeddedText(context, text);
    }
}

package dev.colophon.ai.local.embedding;

/** The model gave no usable vector for a text: not a number, or of length zero. */
public class UnusableVectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    UnusableVectorException(int index, String fault) {
        super("text " + index + " has no usable vector: " + fault);
        this.index = index;
    }

    /** The text's place in the request. */
    public int index() {
        return index;
    }
}

package dev.colophon.ai.model;

/** A model answered, but not what it was asked for. The message holds no text of the answer. */
public final class UnusableAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnusableAnswerException(String message) {
        super(message);
    }

    public UnusableAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}

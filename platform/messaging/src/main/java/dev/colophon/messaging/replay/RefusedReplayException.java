package dev.colophon.messaging.replay;

/** What was asked for makes no sense here; {@link #field} says which part of it. */
public final class RefusedReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    RefusedReplayException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }
}

package dev.colophon.web.outbound;

/** An address that must not be called; the message says why, in words for whoever gave it. */
public final class RefusedUrlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    RefusedUrlException(String message) {
        super(message);
    }
}

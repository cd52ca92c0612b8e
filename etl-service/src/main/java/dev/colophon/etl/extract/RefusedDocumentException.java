package dev.colophon.etl.extract;

/** A document that is not read; the message says why and follows its name. */
final class RefusedDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean supported;

    RefusedDocumentException(String message) {
        this(message, true);
    }

    RefusedDocumentException(String message, boolean supported) {
        super(message, null, false, false);
        this.supported = supported;
    }

    Extraction.Refused refusal() {
        return new Extraction.Refused(supported, String.valueOf(getMessage()));
    }
}

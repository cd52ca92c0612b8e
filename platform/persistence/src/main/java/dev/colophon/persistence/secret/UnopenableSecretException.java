package dev.colophon.persistence.secret;

/** A sealed secret cannot be opened here; the message says why and never quotes it. */
public final class UnopenableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnopenableSecretException(String message) {
        super(message);
    }
}

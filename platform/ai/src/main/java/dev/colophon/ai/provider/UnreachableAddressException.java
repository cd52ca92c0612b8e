package dev.colophon.ai.provider;

/** An address that nobody may send to from here; the call never left. */
final class UnreachableAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableAddressException(RuntimeException reason) {
        super(reason.getMessage(), reason);
    }
}

package dev.colophon.ai.spend;

/** Why an attempt was not made: no price is known for its model, and the client's policy refuses what cannot be priced. */
public final class UnknownPriceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownPriceException(String detail) {
        super(detail, null, false, false);
    }
}

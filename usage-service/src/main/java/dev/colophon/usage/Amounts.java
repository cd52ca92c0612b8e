package dev.colophon.usage;

import java.math.BigDecimal;

/** Amounts of money that others wrote. */
public final class Amounts {

    private static final int MOST_DIGITS = 60;

    private Amounts() {}

    /**
     * Whether a number can be reckoned with: of {@code 1e300000000} the text is short, but the first sum with it takes
     * the memory and the minutes of all its zeros.
     */
    public static boolean areReckonable(BigDecimal amount) {
        return amount.precision() <= MOST_DIGITS && Math.abs((long) amount.scale()) <= MOST_DIGITS;
    }
}

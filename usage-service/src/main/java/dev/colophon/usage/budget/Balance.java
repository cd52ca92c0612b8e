package dev.colophon.usage.budget;

import java.math.BigDecimal;

/**
 * What counts against the limits of a window, in USD with ten decimals.
 *
 * @param spent confirmed
 * @param unconfirmed may have been billed
 * @param reserved by attempts under way
 */
record Balance(BigDecimal spent, BigDecimal unconfirmed, BigDecimal reserved) {

    private static final int DECIMALS = 10;

    static final Balance NONE = new Balance(
            BigDecimal.ZERO.setScale(DECIMALS), BigDecimal.ZERO.setScale(DECIMALS), BigDecimal.ZERO.setScale(DECIMALS));

    /** What was, or may have been, billed. */
    BigDecimal committed() {
        return spent.add(unconfirmed);
    }

    /** All that must fit below a limit. */
    BigDecimal total() {
        return committed().add(reserved);
    }

    boolean isNothing() {
        return spent.signum() == 0 && unconfirmed.signum() == 0 && reserved.signum() == 0;
    }

    Balance plus(Balance other) {
        return new Balance(spent.add(other.spent), unconfirmed.add(other.unconfirmed), reserved.add(other.reserved));
    }
}

package dev.colophon.usage.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How an amount that a gateway states stands to ours. Gateways add up in binary fractions, write their sums some seconds
 * late, and price with a list of their own: equal up to rounding, near enough, or different.
 *
 * @param difference USD, theirs less ours
 */
record Comparison(Status status, BigDecimal difference) {

    /** What people who hold LiteLLM's figures against bills accept (BerriAI/litellm#25622). */
    static final BigDecimal TOLERANCE = new BigDecimal("0.10");

    /** LiteLLM writes what keys have spent in batches, every so many seconds by default. */
    static final int LAG_SECONDS = 10;

    private static final BigDecimal BINARY_FRACTIONS = new BigDecimal("1E-9");
    private static final BigDecimal LAST_DECIMAL = new BigDecimal("1E-10");
    private static final int DECIMALS = 10;

    enum Status {
        /** But for rounding. */
        EQUAL,
        /** By no more than a tenth. */
        WITHIN_TOLERANCE,
        DIFFERS
    }

    /**
     * @param unconfirmed USD that may have been billed beside {@code ours}: whatever part of it they know of is no difference
     * @param roundings how many amounts of ours were rounded on their own
     */
    static Comparison of(BigDecimal theirs, BigDecimal ours, BigDecimal unconfirmed, long roundings) {
        BigDecimal difference = theirs.subtract(ours);
        BigDecimal unexplained = difference.signum() < 0
                ? difference.negate()
                : difference.subtract(unconfirmed).max(BigDecimal.ZERO);
        BigDecimal larger = theirs.max(ours);
        BigDecimal rounding = larger.multiply(BINARY_FRACTIONS)
                .add(LAST_DECIMAL.multiply(BigDecimal.valueOf(Math.max(1, roundings))));
        return new Comparison(
                status(unexplained, rounding, larger), difference.setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }

    private static Status status(BigDecimal unexplained, BigDecimal rounding, BigDecimal larger) {
        if (unexplained.compareTo(rounding) <= 0) {
            return Status.EQUAL;
        }
        return unexplained.compareTo(larger.multiply(TOLERANCE)) <= 0 ? Status.WITHIN_TOLERANCE : Status.DIFFERS;
    }
}

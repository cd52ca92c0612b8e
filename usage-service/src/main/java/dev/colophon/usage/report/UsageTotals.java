package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a set of ledger records adds up to.
 *
 * @param totalCost USD that are confirmed, adjustments included, with ten decimals
 * @param totalTokens of the records whose tokens are known
 * @param totalRequests records, failed attempts and cache hits included
 * @param texts inputs sent with them
 * @param cacheHits records served from stored results
 * @param unknownCostRequests records whose cost is not known, and therefore not part of the total
 * @param adjustments USD that were corrected afterwards; part of the total
 * @param unconfirmedCost USD that may have been billed; not part of the total
 * @param unconfirmedRequests records of which nobody told how they ended
 */
public record UsageTotals(
        BigDecimal totalCost,
        long totalTokens,
        long totalRequests,
        long texts,
        long cacheHits,
        long unknownCostRequests,
        BigDecimal adjustments,
        BigDecimal unconfirmedCost,
        long unconfirmedRequests) {

    private static final int DECIMALS = 10;

    private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(DECIMALS);

    static final UsageTotals NONE = new UsageTotals(NOTHING, 0, 0, 0, 0, 0, NOTHING, NOTHING, 0);

    /** Over the requests whose cost is known; zero where there are none. */
    BigDecimal averageCost() {
        long known = totalRequests - unknownCostRequests - unconfirmedRequests;
        return known == 0
                ? BigDecimal.ZERO.setScale(DECIMALS)
                : totalCost.divide(BigDecimal.valueOf(known), DECIMALS, RoundingMode.HALF_EVEN);
    }
}

package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a set of ledger records adds up to.
 *
 * @param totalCost USD of the records whose cost is known, with ten decimals
 * @param totalTokens of the records whose tokens are known
 * @param totalRequests records, failed attempts and cache hits included
 * @param texts inputs sent with them
 * @param cacheHits records served from stored results
 * @param unknownCostRequests records whose cost is not known, and therefore not part of the total
 */
public record UsageTotals(
        BigDecimal totalCost,
        long totalTokens,
        long totalRequests,
        long texts,
        long cacheHits,
        long unknownCostRequests) {

    private static final int DECIMALS = 10;

    static final UsageTotals NONE = new UsageTotals(BigDecimal.ZERO.setScale(DECIMALS), 0, 0, 0, 0, 0);

    /** Over the requests whose cost is known; zero where there are none. */
    BigDecimal averageCost() {
        long known = totalRequests - unknownCostRequests;
        return known == 0
                ? BigDecimal.ZERO.setScale(DECIMALS)
                : totalCost.divide(BigDecimal.valueOf(known), DECIMALS, RoundingMode.HALF_EVEN);
    }
}

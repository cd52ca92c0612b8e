package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A client's usage over a range.
 *
 * @param totalCost USD that are confirmed, adjustments included
 * @param adjustments USD that were corrected afterwards; part of the total
 * @param unconfirmedCost USD that may have been billed; shown apart and never part of the total
 * @param avgCostPerRequest over the requests whose cost is known
 * @param projectBreakdown by project id; calls that belong to no project stand under {@code none}
 * @param replayBreakdown by replay id; live work stands under {@code none}
 */
public record UsageSummary(
        BigDecimal totalCost,
        long totalTokens,
        long totalRequests,
        BigDecimal avgCostPerRequest,
        long texts,
        long cacheHits,
        long unknownCostRequests,
        BigDecimal adjustments,
        BigDecimal unconfirmedCost,
        long unconfirmedRequests,
        Map<String, UsageTotals> providerBreakdown,
        Map<String, UsageTotals> modelBreakdown,
        Map<String, UsageTotals> operationBreakdown,
        Map<String, UsageTotals> projectBreakdown,
        Map<String, UsageTotals> replayBreakdown,
        Map<String, UsageTotals> dayBreakdown,
        DateRange dateRange) {

    /**
     * The bounds that were added up.
     *
     * @param from inclusive
     * @param to exclusive
     * @param timeZone of the days in reports
     * @param asOf when the ledger was read: what is recorded later changes the answer
     */
    public record DateRange(Instant from, Instant to, String timeZone, Instant asOf) {}

    static UsageSummary of(Range range, UsageTotals all, Breakdowns by) {
        return new UsageSummary(
                all.totalCost(),
                all.totalTokens(),
                all.totalRequests(),
                all.averageCost(),
                all.texts(),
                all.cacheHits(),
                all.unknownCostRequests(),
                all.adjustments(),
                all.unconfirmedCost(),
                all.unconfirmedRequests(),
                by.of("provider"),
                by.of("model"),
                by.of("operation"),
                by.of("project"),
                by.of("replay"),
                by.of("day"),
                new DateRange(range.from(), range.to(), "UTC", range.to()));
    }
}

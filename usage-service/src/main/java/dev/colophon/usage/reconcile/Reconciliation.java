package dev.colophon.usage.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts of the same calls, line by line: by the provider's call id where a line has one, otherwise by day and
 * model.
 *
 * @param matched lines of both sides
 * @param oursOnly the first {@value #MOST_OURS_ONLY}; the totals count all
 * @param totals what each side adds up to, and theirs less ours
 */
record Reconciliation(List<Line> matched, List<Line> oursOnly, List<Line> theirsOnly, Totals totals) {

    static final int MOST_OURS_ONLY = 10_000;

    /**
     * One line.
     *
     * @param matchedBy {@code call_id} or {@code day_and_model}
     * @param difference USD, theirs less ours; what one side does not know counts as nothing
     */
    record Line(
            String matchedBy,
            String day,
            String model,
            @Nullable String callId,
            @Nullable Long ourTokens,
            @Nullable Long theirTokens,
            @Nullable BigDecimal ourCost,
            @Nullable BigDecimal theirCost,
            BigDecimal difference) {}

    /** Sums in USD and in lines. */
    record Totals(
            BigDecimal ours, BigDecimal theirs, BigDecimal difference, int matched, int oursOnly, int theirsOnly) {}

    private static Line line(String by, @Nullable String id, @Nullable Bill ours, @Nullable Bill theirs) {
        Bill named = ours == null ? theirs : ours;
        if (named == null) {
            throw new IllegalArgumentException("a line of neither side");
        }
        BigDecimal our = ours == null ? null : ours.cost();
        BigDecimal their = theirs == null ? null : theirs.cost();
        return new Line(
                by,
                named.day().toString(),
                named.model(),
                id,
                ours == null ? null : ours.tokens(),
                theirs == null ? null : theirs.tokens(),
                our,
                their,
                orNothing(their).subtract(orNothing(our)));
    }

    private static BigDecimal orNothing(@Nullable BigDecimal cost) {
        return cost == null ? BigDecimal.ZERO : cost;
    }

    /**
     * Holds our lines against theirs, one after the other: of ours, which may be many times as many, it keeps what theirs
     * name and what it lists.
     */
    static final class Comparison {

        private final Map<String, Bill> theirCalls = new LinkedHashMap<>();
        private final Map<String, Bill> theirSums = new LinkedHashMap<>();
        private final Map<String, Bill> ourCalls = new HashMap<>();
        private final Map<String, Bill> ourSums = new HashMap<>();
        private final List<Line> oursOnly = new ArrayList<>();
        private final BigDecimal theirTotal;
        private BigDecimal ourTotal = BigDecimal.ZERO;
        private int alone;

        Comparison(List<Bill> theirs) {
            theirs.forEach(bill -> {
                if (bill.callId() == null) {
                    theirSums.merge(bill.dayAndModel(), bill, Bill::plus);
                } else {
                    theirCalls.merge(bill.callId(), bill, Bill::plus);
                }
            });
            theirTotal = theirs.stream().map(bill -> orNothing(bill.cost())).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** Takes one of our lines; the first of those with the id of a call is that call. */
        void take(Bill ours) {
            ourTotal = ourTotal.add(orNothing(ours.cost()));
            String call = ours.callId();
            if (call != null && theirCalls.containsKey(call) && !ourCalls.containsKey(call)) {
                ourCalls.put(call, ours);
            } else if (theirSums.containsKey(ours.dayAndModel())) {
                ourSums.merge(ours.dayAndModel(), ours.withoutCall(), Bill::plus);
            } else {
                alone++;
                if (oursOnly.size() < MOST_OURS_ONLY) {
                    oursOnly.add(line(call == null ? "day_and_model" : "call_id", call, ours, null));
                }
            }
        }

        Reconciliation result() {
            List<Line> matched = new ArrayList<>();
            List<Line> theirsOnly = new ArrayList<>();
            theirCalls.forEach((id, bill) -> {
                Bill mine = ourCalls.get(id);
                (mine == null ? theirsOnly : matched).add(line("call_id", id, mine, bill));
            });
            theirSums.forEach((key, bill) -> {
                Bill mine = ourSums.get(key);
                (mine == null ? theirsOnly : matched).add(line("day_and_model", null, mine, bill));
            });
            return new Reconciliation(
                    matched,
                    oursOnly,
                    theirsOnly,
                    new Totals(
                            ourTotal,
                            theirTotal,
                            theirTotal.subtract(ourTotal),
                            matched.size(),
                            alone,
                            theirsOnly.size()));
        }
    }
}

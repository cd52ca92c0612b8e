package dev.colophon.usage.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts of the same calls, line by line: by the provider's call id where a line has one, otherwise by day and
 * model.
 *
 * @param matched lines of both sides
 * @param totals what each side adds up to, and theirs less ours
 */
record Reconciliation(List<Line> matched, List<Line> oursOnly, List<Line> theirsOnly, Totals totals) {

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

    static Reconciliation of(List<Bill> ours, List<Bill> theirs) {
        Map<String, Bill> ourCalls = new LinkedHashMap<>();
        List<Bill> ourSums = new ArrayList<>();
        ours.forEach(bill -> {
            if (bill.callId() == null || ourCalls.putIfAbsent(bill.callId(), bill) != null) {
                ourSums.add(bill);
            }
        });
        Map<String, Bill> theirCalls = new LinkedHashMap<>();
        Map<String, Bill> theirSums = new LinkedHashMap<>();
        theirs.forEach(bill -> {
            if (bill.callId() == null) {
                theirSums.merge(bill.dayAndModel(), bill, Bill::plus);
            } else {
                theirCalls.merge(bill.callId(), bill, Bill::plus);
            }
        });
        List<Line> matched = new ArrayList<>();
        List<Line> oursOnly = new ArrayList<>();
        List<Line> theirsOnly = new ArrayList<>();
        theirCalls.forEach((id, bill) -> {
            Bill mine = ourCalls.remove(id);
            (mine == null ? theirsOnly : matched).add(line("call_id", id, mine, bill));
        });
        ourSums.addAll(ourCalls.values());
        Map<String, Bill> sums = new LinkedHashMap<>();
        List<Bill> alone = new ArrayList<>();
        ourSums.forEach(bill -> {
            if (theirSums.containsKey(bill.dayAndModel())) {
                sums.merge(bill.dayAndModel(), bill.withoutCall(), Bill::plus);
            } else {
                alone.add(bill);
            }
        });
        theirSums.forEach((key, bill) -> {
            Bill mine = sums.get(key);
            (mine == null ? theirsOnly : matched).add(line("day_and_model", null, mine, bill));
        });
        alone.forEach(bill ->
                oursOnly.add(line(bill.callId() == null ? "day_and_model" : "call_id", bill.callId(), bill, null)));
        BigDecimal our = total(ours);
        BigDecimal their = total(theirs);
        return new Reconciliation(
                matched,
                oursOnly,
                theirsOnly,
                new Totals(our, their, their.subtract(our), matched.size(), oursOnly.size(), theirsOnly.size()));
    }

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

    private static BigDecimal total(List<Bill> bills) {
        return bills.stream().map(bill -> orNothing(bill.cost())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal orNothing(@Nullable BigDecimal cost) {
        return cost == null ? BigDecimal.ZERO : cost;
    }
}

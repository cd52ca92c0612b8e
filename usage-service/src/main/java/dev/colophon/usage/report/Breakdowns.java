package dev.colophon.usage.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Totals by several dimensions at once. */
record Breakdowns(List<Part> parts) {

    /**
     * One value of one dimension.
     *
     * @param dimension {@code all}, {@code provider}, {@code model}, {@code operation}, {@code project}, {@code replay} or
     *     {@code day}
     */
    record Part(String dimension, String value, UsageTotals totals) {}

    UsageTotals all() {
        return parts.stream()
                .filter(part -> part.dimension().equals("all"))
                .map(Part::totals)
                .findFirst()
                .orElse(UsageTotals.NONE);
    }

    /** The values of a dimension, dearest first, then most used. */
    Map<String, UsageTotals> of(String dimension) {
        Map<String, UsageTotals> totals = new LinkedHashMap<>();
        parts.stream()
                .filter(part -> part.dimension().equals(dimension))
                .sorted(Comparator.comparing((Part part) -> part.totals().totalCost())
                        .thenComparing(part -> part.totals().totalRequests())
                        .reversed()
                        .thenComparing(Part::value))
                .forEach(part -> totals.put(part.value(), part.totals()));
        return totals;
    }
}

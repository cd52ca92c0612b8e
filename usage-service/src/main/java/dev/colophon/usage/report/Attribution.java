package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits what a batch cost over its texts, so that the parts add up to the whole to the last decimal. */
final class Attribution {

    private static final int DECIMALS = 10;

    private Attribution() {}

    /**
     * Largest remainder at ten decimals: each part is rounded down, and what is left goes to the parts that lost most,
     * the earlier first.
     *
     * @param weights tokens of each text, none below zero; where all are zero the texts share equally
     */
    static List<BigDecimal> split(BigDecimal whole, List<Long> weights) {
        long sum = weights.stream().mapToLong(Long::longValue).sum();
        List<Long> shares = sum == 0 ? weights.stream().map(weight -> 1L).toList() : weights;
        BigDecimal all = BigDecimal.valueOf(sum == 0 ? weights.size() : sum);
        List<BigDecimal> parts = new ArrayList<>();
        List<BigDecimal> lost = new ArrayList<>();
        for (long share : shares) {
            BigDecimal product = whole.multiply(BigDecimal.valueOf(share));
            BigDecimal part = product.divide(all, DECIMALS, RoundingMode.FLOOR);
            parts.add(part);
            lost.add(product.subtract(part.multiply(all)));
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(DECIMALS);
        int left = whole.subtract(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .divide(unit, RoundingMode.UNNECESSARY)
                .intValueExact();
        IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> lost.get(index)).reversed())
                .limit(left)
                .forEach(index -> parts.set(index, parts.get(index).add(unit)));
        return parts;
    }
}

package dev.colophon.usage.estimate;

import dev.colophon.usage.budget.OutputEstimate.Outputs;
import dev.colophon.usage.price.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a number of calls will cost, in USD with ten decimals: with the shortest answers that were usual, with answers of
 * the usual length, and at worst. At worst the answers are as long as they may be, and a tenth more is sent than was
 * counted: providers count in their own way, and what fails is sent again.
 *
 * @param low null, as the others, where no price is known
 */
record PlannedCost(
        String status,
        long lowOutput,
        long expectedOutput,
        long worstOutput,
        @Nullable BigDecimal low,
        @Nullable BigDecimal expected,
        @Nullable BigDecimal worst) {

    static final String KNOWN = "known";
    static final String UNKNOWN = "unknown_price";

    private static final BigDecimal AT_WORST = new BigDecimal("1.1");

    /**
     * @param price null where none is known
     * @param inputTokens of all calls
     * @param outputs of one call
     */
    static PlannedCost of(@Nullable Price price, long calls, long inputTokens, Outputs outputs) {
        Outputs one = price != null && price.output() == null ? Outputs.NONE : outputs;
        long low = calls * one.low();
        long expected = calls * one.expected();
        long worst = calls * one.worst();
        if (price == null) {
            return new PlannedCost(UNKNOWN, low, expected, worst, null, null, null);
        }
        return new PlannedCost(
                KNOWN,
                low,
                expected,
                worst,
                cost(price, inputTokens, low),
                cost(price, inputTokens, expected),
                cost(price, atWorst(inputTokens), worst));
    }

    private static @Nullable BigDecimal cost(Price price, long input, long output) {
        Optional<BigDecimal> cost = price.of(input, output);
        return cost.orElse(null);
    }

    private static long atWorst(long tokens) {
        return BigDecimal.valueOf(tokens)
                .multiply(AT_WORST)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}

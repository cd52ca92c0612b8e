package dev.colophon.usage.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider asks for a model's tokens since a day.
 *
 * @param effectiveFrom the first day, in UTC
 * @param input USD for a million input tokens
 * @param output USD for a million output tokens; null for a model that writes none
 */
public record Price(
        String provider,
        String model,
        LocalDate effectiveFrom,
        BigDecimal input,
        @Nullable BigDecimal output) {

    private static final int DECIMALS = 10;
    private static final int MILLION = 6;

    /** USD with ten decimals; empty where a count that has its price is not known. */
    public Optional<BigDecimal> of(@Nullable Long inputTokens, @Nullable Long outputTokens) {
        if (inputTokens == null || (output != null && outputTokens == null)) {
            return Optional.empty();
        }
        BigDecimal cost = input.multiply(BigDecimal.valueOf(inputTokens));
        if (output != null && outputTokens != null) {
            cost = cost.add(output.multiply(BigDecimal.valueOf(outputTokens)));
        }
        return Optional.of(cost.movePointLeft(MILLION).setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }
}

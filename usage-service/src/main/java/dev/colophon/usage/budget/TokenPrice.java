package dev.colophon.usage.budget;

import dev.colophon.usage.price.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one token costs, as plain decimal text in USD.
 *
 * @param cachedInputPerToken null where it is that of other input
 * @param outputPerToken null for a model that writes none
 */
record TokenPrice(
        String inputPerToken,
        @Nullable String cachedInputPerToken,
        @Nullable String outputPerToken) {

    private static final int MILLION = 6;

    static @Nullable TokenPrice of(@Nullable Price price) {
        return price == null
                ? null
                : new TokenPrice(perToken(price.input()), optional(price.cachedInput()), optional(price.output()));
    }

    private static @Nullable String optional(@Nullable BigDecimal perMillion) {
        return perMillion == null ? null : perToken(perMillion);
    }

    private static String perToken(BigDecimal perMillion) {
        return perMillion.movePointLeft(MILLION).stripTrailingZeros().toPlainString();
    }
}

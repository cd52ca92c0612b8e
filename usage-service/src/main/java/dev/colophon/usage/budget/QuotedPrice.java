package dev.colophon.usage.budget;

import dev.colophon.ai.spend.TokenPrice;
import dev.colophon.usage.price.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one token costs, as plain decimal text in USD.
 *
 * @param cachedInputPerToken null where it is that of other input
 * @param outputPerToken null for a model that writes none
 */
record QuotedPrice(
        String inputPerToken,
        @Nullable String cachedInputPerToken,
        @Nullable String outputPerToken) {

    static @Nullable QuotedPrice of(@Nullable Price price) {
        return price == null ? null : of(price.perToken());
    }

    private static QuotedPrice of(TokenPrice price) {
        return new QuotedPrice(price.input().toPlainString(), optional(price.cachedInput()), optional(price.output()));
    }

    private static @Nullable String optional(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}

package dev.colophon.usage.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A price as clients see it: USD for a million tokens, as decimal texts that lose nothing.
 *
 * @param confidence {@code unverified} where nobody has compared it with its source
 */
public record PriceView(
        String provider,
        String model,
        LocalDate effectiveFrom,
        String input,
        @Nullable String cachedInput,
        @Nullable String output,
        String origin,
        String source,
        @Nullable LocalDate checkedAt,
        String confidence) {

    private static final int DECIMALS = 10;

    public static PriceView of(Price price) {
        Provenance provenance = price.provenance();
        return new PriceView(
                price.provider(),
                price.model(),
                price.effectiveFrom(),
                plain(price.input()),
                price.cachedInput() == null ? null : plain(price.cachedInput()),
                price.output() == null ? null : plain(price.output()),
                provenance.origin().name().toLowerCase(Locale.ROOT),
                provenance.source(),
                provenance.checkedAt(),
                provenance.verified() ? "verified" : "unverified");
    }

    private static String plain(BigDecimal amount) {
        return amount.setScale(DECIMALS, RoundingMode.UNNECESSARY).toPlainString();
    }
}

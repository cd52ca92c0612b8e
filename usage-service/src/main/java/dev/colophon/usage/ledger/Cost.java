package dev.colophon.usage.ledger;

import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt cost, in USD with ten decimals. A cost that is not known is a status, never zero.
 *
 * @param amount null where unknown
 */
record Cost(@Nullable BigDecimal amount, Status status) {

    static final int DECIMALS = 10;

    private static final String LOCAL = "local";
    private static final Cost FREE = new Cost(BigDecimal.ZERO.setScale(DECIMALS), Status.FREE);
    private static final Cost UNKNOWN = new Cost(null, Status.UNKNOWN);

    enum Status {
        FREE,
        PRICED,
        UNKNOWN;

        /** The name in the database and in the API. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Local models and stored results are free; anything else costs what the price list of its day says, if it does. */
    static Cost of(AiUsageObserved observed, PriceList prices) {
        if (observed.cacheHit() || LOCAL.equals(observed.provider())) {
            return FREE;
        }
        return prices.inForce(observed.provider(), observed.model(), observed.occurredAt())
                .flatMap(price -> price.of(observed.inputTokens(), observed.outputTokens()))
                .map(amount -> new Cost(amount, Status.PRICED))
                .orElse(UNKNOWN);
    }
}

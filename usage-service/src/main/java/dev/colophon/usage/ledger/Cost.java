package dev.colophon.usage.ledger;

import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt cost, in USD with ten decimals. A cost that is not known is a status, never zero.
 *
 * @param amount null where unknown
 */
record Cost(@Nullable BigDecimal amount, Status status) {

    static final int DECIMALS = 10;

    private static final String LOCAL = "local";
    private static final String UNANSWERED = "unanswered";
    private static final Set<String> REFUSED = Set.of("failed", "throttled");
    private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(DECIMALS);
    private static final Cost FREE = new Cost(NOTHING, Status.FREE);
    private static final Cost NOT_BILLED = new Cost(NOTHING, Status.NOT_BILLED);
    private static final Cost UNKNOWN = new Cost(null, Status.UNKNOWN);

    enum Status {
        /** A local model, a stored result, or a price that is declared to be zero. */
        FREE,
        PRICED,
        /** No price or no count of tokens is known. */
        UNKNOWN,
        /** The provider refused. */
        NOT_BILLED,
        /** It may have been billed: nobody told how it ended. */
        UNCONFIRMED;

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
        if (REFUSED.contains(observed.outcome()) && !hasTokens(observed)) {
            return NOT_BILLED;
        }
        Optional<Price> price = prices.inForce(observed.provider(), observed.model(), observed.occurredAt());
        Optional<BigDecimal> amount = price.flatMap(
                known -> known.of(observed.inputTokens(), observed.cachedInputTokens(), observed.outputTokens()));
        if (UNANSWERED.equals(observed.outcome())) {
            return new Cost(amount.orElse(null), Status.UNCONFIRMED);
        }
        if (price.isPresent() && price.get().isFree()) {
            return FREE;
        }
        return amount.map(known -> new Cost(known, Status.PRICED)).orElse(UNKNOWN);
    }

    private static boolean hasTokens(AiUsageObserved observed) {
        return isSome(observed.inputTokens()) || isSome(observed.outputTokens());
    }

    private static boolean isSome(@Nullable Long tokens) {
        return tokens != null && tokens > 0;
    }
}

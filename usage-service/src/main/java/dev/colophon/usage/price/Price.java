package dev.colophon.usage.price;

import dev.colophon.ai.spend.TokenPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider asks for a model's tokens since a day.
 *
 * @param effectiveFrom the first day, in UTC
 * @param input USD for a million input tokens
 * @param cachedInput USD for a million input tokens that the provider had in its cache; null where it asks the same
 * @param output USD for a million output tokens; null for a model that writes none
 */
public record Price(
        String provider,
        String model,
        LocalDate effectiveFrom,
        BigDecimal input,
        @Nullable BigDecimal cachedInput,
        @Nullable BigDecimal output,
        Provenance provenance) {

    private static final int MILLION = 6;

    /** A price of which no more is known. */
    public Price(
            String provider, String model, LocalDate effectiveFrom, BigDecimal input, @Nullable BigDecimal output) {
        this(provider, model, effectiveFrom, input, null, output, Provenance.UNKNOWN);
    }

    /** What tells prices of one origin apart. */
    String identity() {
        return provider + "/" + model + "@" + effectiveFrom;
    }

    /** USD with ten decimals; empty where a count that has its price is not known. */
    public Optional<BigDecimal> of(@Nullable Long inputTokens, @Nullable Long outputTokens) {
        return of(inputTokens, null, outputTokens);
    }

    /**
     * USD with ten decimals; empty where a count that has its price is not known.
     *
     * @param inputTokens all of them, those from the cache included
     * @param cachedInputTokens null for none
     */
    public Optional<BigDecimal> of(
            @Nullable Long inputTokens, @Nullable Long cachedInputTokens, @Nullable Long outputTokens) {
        return perToken().of(inputTokens, cachedInputTokens, outputTokens);
    }

    /** The same amounts for one token. */
    public TokenPrice perToken() {
        return new TokenPrice(
                perToken(input),
                cachedInput == null ? null : perToken(cachedInput),
                output == null ? null : perToken(output));
    }

    private static BigDecimal perToken(BigDecimal perMillion) {
        return perMillion.movePointLeft(MILLION).stripTrailingZeros();
    }

    /** Declared to cost nothing. */
    public boolean isFree() {
        return input.signum() == 0
                && (cachedInput == null || cachedInput.signum() == 0)
                && (output == null || output.signum() == 0);
    }

    boolean sameAmounts(Price other) {
        return equal(input, other.input) && equal(cachedInput, other.cachedInput) && equal(output, other.output);
    }

    private static boolean equal(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? one == other : one.compareTo(other) == 0;
    }
}

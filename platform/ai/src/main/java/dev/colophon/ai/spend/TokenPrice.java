package dev.colophon.ai.spend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost, in US dollars a token. Quoted by usage-service for an attempt when it admits it; the account
 * book prices the model that served, which may be another.
 *
 * @param cachedInput null where cached tokens cost what others do
 * @param output null where the answer costs nothing, as of embeddings
 */
public record TokenPrice(
        BigDecimal input,
        @Nullable BigDecimal cachedInput,
        @Nullable BigDecimal output) {

    private static final int DECIMALS = 10;

    /** As {@link #of(Long, Long, Long)}. */
    public Optional<BigDecimal> of(Usage usage) {
        return of(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
    }

    /**
     * US dollars with ten decimals; empty where a count that has its price is not known.
     *
     * @param inputTokens all of them, those from the provider's cache included
     * @param cachedInputTokens null for none
     */
    public Optional<BigDecimal> of(
            @Nullable Long inputTokens, @Nullable Long cachedInputTokens, @Nullable Long outputTokens) {
        if (inputTokens == null || (output != null && outputTokens == null)) {
            return Optional.empty();
        }
        long cached = Math.min(Optional.ofNullable(cachedInputTokens).orElse(0L), inputTokens);
        BigDecimal cost = input.multiply(BigDecimal.valueOf(inputTokens - cached))
                .add(Optional.ofNullable(cachedInput).orElse(input).multiply(BigDecimal.valueOf(cached)));
        if (output != null && outputTokens != null) {
            cost = cost.add(output.multiply(BigDecimal.valueOf(outputTokens)));
        }
        return Optional.of(cost.setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }
}

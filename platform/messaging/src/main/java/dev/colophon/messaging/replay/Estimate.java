package dev.colophon.messaging.replay;

import dev.colophon.messaging.replay.ReplayBudget.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a replay will take.
 *
 * @param events that pass its filters
 * @param cachedShare of the texts, from 0 to 1; null where there are none
 * @param seconds to read the range at the rate that is allowed or was measured; models take their own time
 */
public record Estimate(
        long events,
        long texts,
        long cachedTexts,
        @Nullable BigDecimal cachedShare,
        TokenCounts tokens,
        CostRange cost,
        List<UnknownPrice> unknownPrices,
        long seconds,
        List<Part> by) {

    private static final MathContext SHARE = new MathContext(4);

    /** Tokens of the texts that are not cached. */
    public record TokenCounts(long input, long outputLow, long outputExpected, long outputWorst) {}

    /** Null where there is no price. */
    public record CostRange(
            @Nullable BigDecimal low,
            @Nullable BigDecimal expected,
            @Nullable BigDecimal worst,
            String currency) {}

    /** Calls of which nobody can say what they cost. */
    public record UnknownPrice(UUID clientId, String provider, String model, long texts) {}

    /** What of it is of one client, operation and model. */
    public record Part(
            UUID clientId,
            String operation,
            String provider,
            String model,
            long texts,
            long cachedTexts,
            long inputTokens,
            CostRange cost,
            String priceStatus) {}

    static Estimate of(long events, long seconds, List<Quote> quotes) {
        long texts = sum(quotes, quote -> quote.calls().texts());
        long cached = sum(quotes, quote -> quote.calls().cachedTexts());
        return new Estimate(
                events,
                texts,
                cached,
                texts == 0 ? null : BigDecimal.valueOf(cached).divide(BigDecimal.valueOf(texts), SHARE),
                new TokenCounts(
                        sum(quotes, quote -> quote.calls().inputTokens()),
                        sum(quotes, Quote::lowOutputTokens),
                        sum(quotes, Quote::expectedOutputTokens),
                        sum(quotes, Quote::worstOutputTokens)),
                cost(total(quotes, Quote::low), total(quotes, Quote::expected), total(quotes, Quote::worst)),
                quotes.stream()
                        .filter(quote -> quote.worst() == null && needsPrice(quote.calls()))
                        .map(quote -> unknown(quote.calls()))
                        .toList(),
                seconds,
                quotes.stream().map(Estimate::part).toList());
    }

    static boolean needsPrice(PlannedCalls calls) {
        return calls.texts() > calls.cachedTexts();
    }

    private static UnknownPrice unknown(PlannedCalls calls) {
        return new UnknownPrice(calls.clientId(), calls.provider(), calls.model(), calls.texts() - calls.cachedTexts());
    }

    private static Part part(Quote quote) {
        PlannedCalls calls = quote.calls();
        return new Part(
                calls.clientId(),
                calls.operation(),
                calls.provider(),
                calls.model(),
                calls.texts(),
                calls.cachedTexts(),
                calls.inputTokens(),
                cost(quote.low(), quote.expected(), quote.worst()),
                quote.status());
    }

    private static CostRange cost(@Nullable BigDecimal low, @Nullable BigDecimal expected, @Nullable BigDecimal worst) {
        return new CostRange(low, expected, worst, "USD");
    }

    private static BigDecimal total(List<Quote> quotes, Function<Quote, @Nullable BigDecimal> cost) {
        return quotes.stream().map(cost).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long sum(List<Quote> quotes, ToLongFunction<Quote> number) {
        return quotes.stream().mapToLong(number).sum();
    }
}

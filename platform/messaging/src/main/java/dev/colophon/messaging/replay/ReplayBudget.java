package dev.colophon.messaging.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the account book says of replays. Services without paid work have none. Amounts are US dollars. */
public interface ReplayBudget {

    /**
     * What calls will cost.
     *
     * @param low with the shortest answers that were usual
     * @param expected with answers of the usual length
     * @param worst with answers as long as they may be
     * @param status {@code known}; {@code unknown_price} where none is listed, which is not nothing; {@code unavailable}
     *     where the account book gives no answer
     */
    record Quote(
            PlannedCalls calls,
            long lowOutputTokens,
            long expectedOutputTokens,
            long worstOutputTokens,
            @Nullable BigDecimal low,
            @Nullable BigDecimal expected,
            @Nullable BigDecimal worst,
            String status) {}

    /**
     * Whether a client's share of a replay's cap is set aside.
     *
     * @param granted false where one of the client's own limits is in the way, as {@code detail} says with its numbers
     */
    record Allowance(
            boolean granted, BigDecimal amount, @Nullable String detail) {}

    /**
     * @param reserved for attempts under way
     * @param requested by the attempt that was refused; null where none was
     */
    record Standing(
            BigDecimal amount,
            BigDecimal spent,
            BigDecimal reserved,
            @Nullable BigDecimal requested) {}

    /** One quote for each, in the same order. */
    Mono<List<Quote>> quotes(List<PlannedCalls> calls);

    /** Sets aside an amount out of the client's budget for what this replay causes, or changes what was set aside. */
    Mono<Allowance> setAside(UUID replayId, UUID clientId, BigDecimal amount);

    Mono<Standing> standing(UUID replayId, UUID clientId);

    /** Gives back what was not spent; may be repeated. */
    Mono<Void> giveBack(UUID replayId, UUID clientId);
}

package dev.colophon.usage.budget;

import dev.colophon.usage.price.Price;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to whether a paid attempt may be made. */
sealed interface Admission {

    /**
     * It may.
     *
     * @param price in force; null where none is known
     */
    record Admitted(Reservation reservation, @Nullable Price price) implements Admission {}

    /**
     * It was asked before.
     *
     * @param price in force now; null where none is known
     */
    record Known(Reservation reservation, @Nullable Price price) implements Admission {}

    /**
     * A hard limit would be crossed, or the amount that is set aside for a replay.
     *
     * @param period null where {@code scope} is {@code replay}
     */
    record OverLimit(
            String scope,
            @Nullable String period,
            BigDecimal limit,
            Balance balance,
            BigDecimal requested,
            String onLimit)
            implements Admission {}

    /** The client refuses what cannot be priced. */
    record UnknownPrice(String provider, String model) implements Admission {}

    /** The id names a reservation that is none of the client's. */
    record Taken(UUID id) implements Admission {}
}

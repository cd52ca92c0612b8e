package dev.colophon.usage.budget;

import java.math.BigDecimal;

/** The answer to whether a paid attempt may be made. */
sealed interface Admission {

    /** It may. */
    record Admitted(Reservation reservation) implements Admission {}

    /** It was asked before. */
    record Known(Reservation reservation) implements Admission {}

    /** A hard limit would be crossed. */
    record OverLimit(Window window, BigDecimal limit, Balance balance, BigDecimal requested, String onLimit)
            implements Admission {}

    /** The client refuses what cannot be priced. */
    record UnknownPrice(String provider, String model) implements Admission {}
}

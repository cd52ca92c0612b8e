package dev.colophon.usage.allowance;

import java.math.BigDecimal;

/** The answer to whether an amount is set aside. */
sealed interface SetAside {

    /** It is. */
    record Done() implements SetAside {}

    /**
     * A hard limit of the client would be crossed; nothing was changed.
     *
     * @param requested more than was set aside before
     */
    record OverLimit(
            String scope,
            String period,
            BigDecimal limit,
            BigDecimal spent,
            BigDecimal unconfirmed,
            BigDecimal reserved,
            BigDecimal requested)
            implements SetAside {}
}

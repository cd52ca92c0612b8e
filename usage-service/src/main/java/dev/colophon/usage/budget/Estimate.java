package dev.colophon.usage.budget;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is reserved for.
 *
 * @param output tokens; null where none are paid for
 * @param cost USD; null where no price is known
 */
record Estimate(@Nullable Long output, @Nullable BigDecimal cost) {

    static final Estimate UNKNOWN = new Estimate(null, null);
}

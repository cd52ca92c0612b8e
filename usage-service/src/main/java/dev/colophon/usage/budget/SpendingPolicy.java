package dev.colophon.usage.budget;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client allows to be spent.
 *
 * @param onLimit {@code block} or {@code degrade}: what whoever asked shall do at a hard limit
 * @param refuseUnknownPrice whether what has no price is refused instead of flagged
 */
record SpendingPolicy(List<Limit> limits, String onLimit, boolean refuseUnknownPrice) {

    /**
     * One limit.
     *
     * @param projectId null for the client as a whole
     * @param hard whether it refuses; a soft one warns
     * @param amount USD
     */
    record Limit(@Nullable UUID projectId, Period period, boolean hard, BigDecimal amount) {

        boolean covers(Window window) {
            return period == window.period() && Objects.equals(projectId, window.projectId());
        }
    }

    SpendingPolicy {
        limits = List.copyOf(limits);
    }

    @Nullable
    BigDecimal hard(Window window) {
        return least(window, true);
    }

    @Nullable
    BigDecimal soft(Window window) {
        return least(window, false);
    }

    private @Nullable BigDecimal least(Window window, boolean hard) {
        return limits.stream()
                .filter(limit -> limit.hard() == hard && limit.covers(window))
                .map(Limit::amount)
                .min(BigDecimal::compareTo)
                .orElse(null);
    }
}

package dev.colophon.usage.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An admitted attempt.
 *
 * @param estimatedCost USD; null where no price is known
 * @param warnings soft limits that were crossed
 */
record Reservation(UUID id, State state, @Nullable BigDecimal estimatedCost, Instant expiresAt, List<String> warnings) {

    enum State {
        /** Its attempt may be under way. */
        OPEN,
        /** Its attempt surely never left. */
        RELEASED,
        /** Its attempt stands in the ledger. */
        SETTLED,
        /** Nobody told of its attempt in time; the ledger will say so. */
        EXPIRED
    }
}

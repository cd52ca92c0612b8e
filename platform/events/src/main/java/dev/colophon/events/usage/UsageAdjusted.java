package dev.colophon.events.usage;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cost of an attempt was corrected. The entry of the attempt stays as it is; this stands beside it.
 *
 * @param adjustmentId derived from what was corrected and how: telling of it twice corrects once
 * @param amount USD to add to what the attempt cost until then; negative where it was too much
 * @param costBefore what it cost until then; null where no cost was known
 * @param costAfter what it costs from now on
 * @param reason {@code repriced}
 * @param priceListVersion the list it was priced with
 */
@EventType(value = "dev.colophon.usage.adjusted.v1", topic = Topic.USAGE)
public record UsageAdjusted(
        ClientId clientId,
        UUID adjustmentId,
        UUID attemptId,
        BigDecimal amount,
        @Nullable BigDecimal costBefore,
        BigDecimal costAfter,
        String reason,
        @Nullable String priceListVersion,
        Instant adjustedAt)
        implements EventPayload {

    /** The attempt's key, so that an adjustment follows what it adjusts. */
    @Override
    public String key() {
        return clientId + "/" + attemptId;
    }
}

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
 * An attempt of which nobody told how it ended, or whose answer never came, may have been billed. It stands in the
 * account book at what was reserved for it until somebody tells.
 *
 * @param attemptId also the id of its reservation
 * @param amount USD that were reserved; null where no price was known
 * @param inputTokens as they were counted before the attempt
 * @param reason {@code lease_expired} or {@code unanswered}
 * @param reservedAt when it was admitted: this instant decides which day and month it counts for
 */
@EventType(value = "dev.colophon.usage.unconfirmed.v1", topic = Topic.USAGE)
public record AiUsageUnconfirmed(
        ClientId clientId,
        UUID attemptId,
        UUID callId,
        @Nullable UUID projectId,
        @Nullable UUID integrationId,
        String operation,
        String provider,
        String model,
        @Nullable Long inputTokens,
        @Nullable BigDecimal amount,
        String reason,
        Instant reservedAt,
        Instant occurredAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/" + attemptId;
    }
}

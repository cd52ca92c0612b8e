package dev.colophon.events.usage;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The spending of a period reached a limit, or is below all of them again. A period that nothing was told of is
 * {@code ok}.
 *
 * @param scope {@code client} or {@code project}
 * @param projectId null for the client as a whole
 * @param period {@code day} or {@code month}, in UTC
 * @param windowStart the first day of the period
 * @param state {@code ok}, {@code soft_exceeded} or {@code exhausted}
 * @param softLimit USD; null for none
 * @param hardLimit USD; null for none
 * @param spent USD confirmed
 * @param unconfirmed USD that may have been billed
 */
@EventType(value = "dev.colophon.configuration.budget-state-changed.v1", topic = Topic.CONFIGURATION)
public record BudgetStateChanged(
        ClientId clientId,
        String scope,
        @Nullable UUID projectId,
        String period,
        LocalDate windowStart,
        String state,
        @Nullable BigDecimal softLimit,
        @Nullable BigDecimal hardLimit,
        BigDecimal spent,
        BigDecimal unconfirmed,
        Instant changedAt)
        implements EventPayload {

    @Override
    public String key() {
        return clientId + "/budget/" + period + (projectId == null ? "" : "/" + projectId);
    }
}

package dev.colophon.usage.allowance;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An amount that is set aside for a replay out of its client's budget. Amounts are USD.
 *
 * @param state {@code open} or {@code closed}
 * @param closedFor {@code released} or {@code idle}; null while open
 * @param amount never passed by what is admitted; what attempts cost in the end may pass it
 * @param spent confirmed
 * @param unconfirmed may have been billed
 * @param reserved by attempts under way
 * @param rest counts as reserved for the client
 * @param requested by the attempt that was refused last; null where none was since the amount was set
 * @param countedOn whose day and month the rest counts for, in UTC
 */
record Allowance(
        UUID id,
        UUID replayId,
        String state,
        @Nullable String closedFor,
        BigDecimal amount,
        BigDecimal spent,
        BigDecimal unconfirmed,
        BigDecimal reserved,
        BigDecimal rest,
        @Nullable BigDecimal requested,
        LocalDate countedOn,
        Instant openedAt,
        Instant touchedAt,
        @Nullable Instant closedAt) {}

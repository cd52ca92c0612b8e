package dev.colophon.usage.budget;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is expected to take.
 *
 * @param reservationId the attempt's own id: asking twice reserves once
 * @param maxOutputTokens null where nothing limits the answer
 * @param replayId the replay that it is for, whose allowance it draws from where there is one; null for live work
 */
record ReservationRequest(
        @NotNull UUID reservationId,
        @NotNull UUID callId,
        @NotBlank String operation,
        @Nullable UUID projectId,
        @Nullable UUID integrationId,
        @NotBlank String provider,
        @NotBlank String model,
        @NotNull @Min(0) Long inputTokens,
        @Min(0) @Nullable Long maxOutputTokens,
        @Nullable UUID replayId) {}

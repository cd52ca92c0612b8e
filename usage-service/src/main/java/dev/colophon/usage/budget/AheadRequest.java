package dev.colophon.usage.budget;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What attempts of one kind, which are about to come, are expected to take each.
 *
 * @param reservationIds those that the attempts will have; none asked for before
 * @param inputTokens at most
 * @param maxOutputTokens null where nothing limits an answer
 */
record AheadRequest(
        @NotNull @Size(min = 1, max = AheadRequest.MOST) List<@NotNull UUID> reservationIds,
        @NotBlank String operation,
        @Nullable UUID projectId,
        @Nullable UUID integrationId,
        @NotBlank String provider,
        @NotBlank String model,
        @NotNull @Min(0) Long inputTokens,
        @Min(0) @Nullable Long maxOutputTokens) {

    static final int MOST = 64;

    AheadRequest {
        reservationIds = reservationIds == null ? List.of() : List.copyOf(reservationIds);
    }

    /** One of them, by itself. */
    ReservationRequest each(UUID id) {
        return new ReservationRequest(
                id, id, operation, projectId, integrationId, provider, model, inputTokens, maxOutputTokens, null);
    }
}
